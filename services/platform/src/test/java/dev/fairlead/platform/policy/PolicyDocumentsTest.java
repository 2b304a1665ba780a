package dev.fairlead.platform.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Action;
import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.Condition;
import dev.fairlead.contracts.policy.PolicyCheck;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The documents of random policies: reader, writer and published schema agree on them. */
class PolicyDocumentsTest {

    private static final JsonSchema SCHEMA = schema();

    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 500; seed++) {
            RoutePolicy policy = policy(new Random(seed));

            byte[] json = json(policy);

            assertThat(PolicyReader.read(json, policy.name(), policy.version())).isEqualTo(policy);
        }
    }

    @Test
    void whatIsWrittenIsAsTheSchemaSays() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(messages(json(policy(new Random(seed))))).isEmpty();
        }
    }

    @Test
    void whatIsDamagedIsRefusedWithAFaultOrStillAPolicy() {
        int refused = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] json = damaged(json(policy(random)), random);

            Throwable thrown = catchThrowable(() -> PolicyReader.read(json, "trial", 1));

            assertThat(thrown == null || thrown instanceof PolicyFault)
                    .as("%s for %s", thrown, new String(json, StandardCharsets.UTF_8))
                    .isTrue();
            refused += thrown == null ? 0 : 1;
        }
        assertThat(refused).isBetween(10_000, 19_999);
    }

    @Test
    void whatTheReaderReadsTheSchemaAllows() {
        int read = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] json = damaged(json(policy(random)), random);
            if (catchThrowable(() -> PolicyReader.read(json, "trial", 1)) == null) {
                assertThat(messages(json))
                        .as(new String(json, StandardCharsets.UTF_8))
                        .isEmpty();
                read++;
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    @Test
    void theExamplesOfTheDocumentationAreValidAndWithoutFaults() throws IOException {
        String text = Files.readString(Path.of("../../docs/policies.md"));
        List<RoutePolicy> policies = new ArrayList<>();
        Pattern.compile("```json policy ([a-z-]+)\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .forEach(example -> {
                    byte[] json = example.group(2).getBytes(StandardCharsets.UTF_8);
                    assertThat(messages(json)).as(example.group(1)).isEmpty();
                    policies.add(PolicyReader.read(json, example.group(1), 1));
                });

        assertThat(policies).hasSizeGreaterThan(8);
        assertThat(PolicyCheck.check(policies, name -> name.startsWith("acme/team-") ? null : name))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() {
        List<String> wrong = List.of(
                "{}",
                "{\"rules\": []}",
                "{\"rules\": [{\"name\": \"x\", \"then\": {}}]}",
                "{\"rules\": [{\"name\": \"x\", \"then\": {\"pick\": [\"a/b\"], \"deny\": \"x\"}}]}",
                "{\"rules\": [{\"name\": \"x\", \"when\": {\"wether\": []}, \"then\": {\"deny\": \"x\"}}]}",
                "{\"mode\": \"on\", \"rules\": [{\"name\": \"x\", \"then\": {\"deny\": \"x\"}}]}",
                "{\"defines\": \"a/b\", \"models\": [\"c/d\"], \"rules\": [{\"name\": \"x\", \"then\": {\"deny\": \"x\"}}]}");

        for (String json : wrong) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThat(messages(bytes)).as(json).isNotEmpty();
            assertThat(catchThrowable(() -> PolicyReader.read(bytes, "x", 1))).isInstanceOf(PolicyFault.class);
        }
    }

    private static List<String> messages(byte[] json) {
        return SCHEMA.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonSchema schema() {
        try (InputStream resource = Objects.requireNonNull(
                PolicyReader.class.getResourceAsStream("/dev/fairlead/platform/policy/route-policy.schema.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(RoutePolicy policy) {
        return PolicyWriter.write(policy).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes changed, cut out, doubled, or words put in the place of others. */
    private static byte[] damaged(byte[] json, Random random) {
        String text = new String(json, StandardCharsets.UTF_8);
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(8));
        List<String> words = List.of(
                "",
                "null",
                "1e999999999",
                "-1",
                "{}",
                "[]",
                "\"x\"",
                "\\u0000",
                "true",
                "0.0005",
                "\ud800",
                ",",
                "\"",
                "99999999999");
        return switch (random.nextInt(4)) {
            case 0 ->
                (text.substring(0, from) + (char) random.nextInt(0x250) + text.substring(from + 1))
                        .getBytes(StandardCharsets.UTF_8);
            case 1 -> (text.substring(0, to) + text.substring(from)).getBytes(StandardCharsets.UTF_8);
            case 2 -> {
                byte[] changed = json.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                yield changed;
            }
            default -> replacedValue(text, oneOf(words, random), random).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String replacedValue(String text, String word, Random random) {
        List<int[]> values = Pattern.compile("(\"[^\"]*\"|[0-9.]+)(?=[,}\\]])")
                .matcher(text)
                .results()
                .map(found -> new int[] {found.start(), found.end()})
                .toList();
        int[] value = values.get(random.nextInt(values.size()));
        return text.substring(0, value[0]) + word + text.substring(value[1]);
    }

    private static RoutePolicy policy(Random random) {
        boolean defines = random.nextBoolean();
        List<Rule> rules = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> new Rule("rule-" + i, condition(random, 1), action(random)))
                .toList();
        return new RoutePolicy(
                "policy-" + random.nextInt(100),
                random.nextInt(100),
                random.nextBoolean() ? "" : "\u00dcber \"all\"",
                oneOf(List.of(Mode.values()), random),
                random.nextBoolean() ? null : new OrganisationId("acme"),
                defines ? "acme/x" : null,
                defines ? List.of() : models(random, 0),
                rules);
    }

    private static Condition condition(Random random, int depth) {
        return switch (random.nextInt(depth < 5 ? 12 : 8)) {
            case 0 -> new Condition.Task(Set.of("programming", "legal"));
            case 1 -> new Condition.Language(Set.of("de"));
            case 2 ->
                new Condition.BudgetBelow(
                        new BigDecimal("12.5"), random.nextBoolean() ? null : Money.ofUsd("0.000000001"));
            case 3 ->
                new Condition.Time(
                        random.nextBoolean() ? Set.of() : Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                        time(random),
                        time(random),
                        ZoneId.of(random.nextBoolean() ? "Europe/Berlin" : "UTC"));
            case 4 -> new Condition.Header("x-env", random.nextBoolean() ? Set.of() : Set.of("prod", "\u00e9"));
            case 5 -> new Condition.Key(Set.of("0f".repeat(32)));
            case 6 -> new Condition.Team(Set.of("interns"));
            case 7 ->
                new Condition.PromptTokens(
                        random.nextInt(10), random.nextBoolean() ? Long.MAX_VALUE : 10 + random.nextInt(10));
            case 8 -> new Condition.All(several(random, depth, 0));
            case 9 -> new Condition.All(List.of());
            case 10 -> new Condition.Any(several(random, depth, 1));
            default -> new Condition.Not(condition(random, depth + 1));
        };
    }

    private static @Nullable LocalTime time(Random random) {
        return random.nextInt(3) == 0 ? null : LocalTime.of(random.nextInt(24), 1 + random.nextInt(59));
    }

    private static List<Condition> several(Random random, int depth, int least) {
        return Stream.generate(() -> condition(random, depth + 1))
                .limit(least + random.nextInt(3))
                .toList();
    }

    private static Action action(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Action.Pick(
                        models(random, 1), random.nextBoolean() ? null : oneOf(List.of(Strategy.values()), random));
            case 1 -> {
                int share = random.nextInt(100_001);
                yield new Action.Split(
                        List.of(
                                new Arm("old", (100_000 - share) / 1000.0, List.of()),
                                new Arm("new", share / 1000.0, models(random, 1))),
                        oneOf(List.of(StickyBy.values()), random));
            }
            case 2 -> new Action.FallBack(models(random, 1));
            default -> new Action.Deny("No, \"thanks\".");
        };
    }

    private static List<String> models(Random random, int least) {
        return IntStream.range(0, least + random.nextInt(3))
                .mapToObj(i -> "acme/model-" + i)
                .toList();
    }

    private static <T> T oneOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
