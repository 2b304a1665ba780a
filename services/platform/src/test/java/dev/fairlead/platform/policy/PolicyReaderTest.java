package dev.fairlead.platform.policy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Action;
import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.Condition;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import dev.fairlead.contracts.routing.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PolicyReaderTest {

    private static final String HASH = "ab".repeat(32);

    @Test
    void readsAPolicyOfEverything() {
        RoutePolicy policy = read("""
            {
              "description": "Everything.", "mode": "shadow", "organisation": "acme", "models": ["acme/large"],
              "rules": [
                {"name": "long-code", "when": {"task": ["programming"], "prompt_tokens": {"at_least": 1000}},
                 "then": {"pick": ["acme/code"], "strategy": "quality"}},
                {"name": "poor", "when": {"budget_left": {"below_percent": 12.5, "below": 0.25}},
                 "then": {"fall_back": ["acme/small"]}},
                {"name": "nights", "when": {"any": [
                    {"time": {"days": ["sat", "sunday"], "zone": "UTC"}},
                    {"time": {"from": "22:00", "to": "06:00", "zone": "Europe/Berlin"}}]},
                 "then": {"split": [{"arm": "a", "percent": 99.999}, {"arm": "b", "percent": 0.001, "models": ["acme/b"]}],
                          "sticky_by": "session"}},
                {"name": "else", "when": {"not": {"headers": {"X-Env": ["prod"]}}, "team": ["interns"], "language": ["de"],
                                          "all": [{"key": ["%s"]}, {}]},
                 "then": {"deny": "No."}}
              ]
            }""".formatted(HASH));

        assertThat(policy)
                .isEqualTo(new RoutePolicy(
                        "trial",
                        3,
                        "Everything.",
                        Mode.SHADOW,
                        new OrganisationId("acme"),
                        null,
                        List.of("acme/large"),
                        List.of(
                                new Rule(
                                        "long-code",
                                        new Condition.All(List.of(
                                                new Condition.Task(Set.of("programming")),
                                                new Condition.PromptTokens(1000, Long.MAX_VALUE))),
                                        new Action.Pick(List.of("acme/code"), Strategy.QUALITY)),
                                new Rule(
                                        "poor",
                                        new Condition.BudgetBelow(new BigDecimal("12.5"), Money.ofUsd("0.25")),
                                        new Action.FallBack(List.of("acme/small"))),
                                new Rule(
                                        "nights",
                                        new Condition.Any(List.of(
                                                new Condition.Time(
                                                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                                                        null,
                                                        null,
                                                        ZoneId.of("UTC")),
                                                new Condition.Time(
                                                        Set.of(),
                                                        LocalTime.of(22, 0),
                                                        LocalTime.of(6, 0),
                                                        ZoneId.of("Europe/Berlin")))),
                                        new Action.Split(
                                                List.of(
                                                        new Arm("a", 99.999, List.of()),
                                                        new Arm("b", 0.001, List.of("acme/b"))),
                                                StickyBy.SESSION)),
                                new Rule(
                                        "else",
                                        new Condition.All(List.of(
                                                new Condition.Language(Set.of("de")),
                                                new Condition.Team(Set.of("interns")),
                                                new Condition.All(List.of(
                                                        new Condition.Key(Set.of(HASH)), new Condition.All(List.of()))),
                                                new Condition.Not(new Condition.Header("x-env", Set.of("prod"))))),
                                        new Action.Deny("No.")))));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        RoutePolicy policy = read("""
            {"defines": "acme/smart", "rules": [{"name": "x", "then": {"split":
              [{"arm": "a", "percent": 100, "models": ["m/a"]}, {"arm": "b", "percent": 0, "models": ["m/b"]}]}}]}""");

        assertThat(policy.mode()).isEqualTo(Mode.ENFORCED);
        assertThat(policy.description()).isEmpty();
        assertThat(policy.organisation()).isNull();
        assertThat(policy.models()).isEmpty();
        assertThat(policy.defines()).isEqualTo("acme/smart");
        assertThat(policy.rules().getFirst().when()).isEqualTo(new Condition.All(List.of()));
        assertThat(policy.rules().getFirst().then())
                .isInstanceOfSatisfying(
                        Action.Split.class,
                        split -> assertThat(split.stickyBy()).isEqualTo(StickyBy.USER));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("[]", "", "must be an object"),
                arguments("", "", "a policy must be a JSON object"),
                arguments("{\"rules\": [", "", "a policy must be valid JSON"),
                arguments("{\"rules\": [], \"rules\": []}", "", "a policy must be valid JSON: Duplicate field 'rules'"),
                arguments("{} {}", "", "a policy must be valid JSON"),
                arguments("{}", "rules", "is missing"),
                arguments("{\"rules\": []}", "rules", "must not be empty"),
                arguments("{\"rules\": {}}", "rules", "must be an array"),
                arguments(
                        "{\"rulez\": []}", "rulez", "is unknown; there are: description, mode, organisation, defines"),
                arguments("{\"bad\\u0007\\u00e4\": 1}", "bad??", "is unknown"),
                document("mode", "\"dry\"", "must be one of: enforced, shadow, disabled"),
                document("mode", "null", "must be a string"),
                document("organisation", "\"Acme!\"", "must be an organisation's id"),
                document("defines", "\"\"", "must not be empty"),
                document("models", "\"m/a\"", "must be an array"),
                arguments("{\"models\": [1], " + RULES + "}", "models[0]", "must be a string"),
                arguments("{\"models\": [\"m/a\", \"m/a\"], " + RULES + "}", "models[1]", "is there twice"),
                arguments(
                        "{\"defines\": \"a/b\", \"models\": [\"m/a\"], " + RULES + "}",
                        "models",
                        "must be empty where"),
                document("description", "\"a\\u0000b\"", "must not hold control characters"),
                rule("{}", "rules[0].name", "is missing"),
                rule(
                        "{\"name\": \"Two Words\", \"then\": {\"deny\": \"x\"}}",
                        "rules[0].name",
                        "must be of lower-case"),
                rule("{\"name\": \"x\"}", "rules[0].then", "is missing"),
                rule("{\"name\": \"x\", \"them\": {}}", "rules[0].them", "is unknown; there are: name, when, then"),
                arguments(
                        "{\"rules\": [" + RULE + ", " + RULE + "]}", "rules[1].name", "is the name of an earlier rule"),
                then("{}", "", "must have exactly one of: pick, split, fall_back, deny"),
                then("{\"pick\": [\"m/a\"], \"deny\": \"x\"}", "", "must have exactly one of"),
                then(
                        "{\"pic\": []}",
                        ".pic",
                        "is unknown; there are: pick, strategy, split, sticky_by, fall_back, deny"),
                then("{\"pick\": []}", ".pick", "must not be empty"),
                then("{\"pick\": [\"m/a\", \" \"]}", ".pick[1]", "must not be empty"),
                then(
                        "{\"pick\": [\"m/a\"], \"strategy\": \"fast\"}",
                        ".strategy",
                        "must be one of: price, throughput, latency"),
                then("{\"deny\": \"x\", \"strategy\": \"price\"}", ".strategy", "goes with 'pick' only"),
                then("{\"deny\": \"x\", \"sticky_by\": \"key\"}", ".sticky_by", "goes with 'split' only"),
                then("{\"deny\": 1}", ".deny", "must be a string"),
                then("{\"split\": [{\"arm\": \"a\", \"percent\": 100}]}", ".split", "must have at least 2 items"),
                then(split("a", "60", "b", "39.999"), ".split", "must add up to 100 percent, not 99.999"),
                then(split("a", "50", "a", "50"), ".split[1].arm", "is the name of an earlier arm"),
                then(split("a", "50.0001", "b", "49.9999"), ".split[0].percent", "must not have more than 3 decimals"),
                then(split("a", "-1", "b", "101"), ".split[0].percent", "must be from 0 to 100"),
                then(split("a", "1e400000000", "b", "1"), ".split[0].percent", "must be from 0 to 100"),
                then(split("a", "1e-400000000", "b", "1"), ".split[0].percent", "must not have more than 3 decimals"),
                then(split("a", "\"50\"", "b", "50"), ".split[0].percent", "must be a number"),
                then("{\"split\": [{\"arm\": \"a\"}, {}]}", ".split[0].percent", "is missing"),
                when(
                        "{\"weather\": []}",
                        ".weather",
                        "is unknown; there are: task, language, budget_left, time, headers"),
                when("{\"task\": []}", ".task", "must not be empty"),
                when("{\"task\": [\"Code!\"]}", ".task[0]", "must be of lower-case letters"),
                when("{\"language\": [\"en\", \"german\"]}", ".language[1]", "must be a language's two-letter code"),
                when("{\"key\": [\"abc\"]}", ".key[0]", "must be the hash of a key"),
                when("{\"budget_left\": {}}", ".budget_left", "must have one of: below_percent, below"),
                when(
                        "{\"budget_left\": {\"below_percent\": 101}}",
                        ".budget_left.below_percent",
                        "must be from 0 to 100"),
                when(
                        "{\"budget_left\": {\"below\": 1e-10}}",
                        ".budget_left.below",
                        "must not have more than 9 decimals"),
                when("{\"time\": {\"zone\": \"UTC\"}}", ".time", "must have one of: days, from, to"),
                when("{\"time\": {\"days\": [\"mon\"]}}", ".time.zone", "is missing"),
                when(
                        "{\"time\": {\"days\": [\"mon\"], \"zone\": \"Mars\"}}",
                        ".time.zone",
                        "must be a time zone such as"),
                when(
                        "{\"time\": {\"days\": [\"mon\", \"monday\"], \"zone\": \"UTC\"}}",
                        ".time.days[1]",
                        "is there twice"),
                when(
                        "{\"time\": {\"days\": [\"Mo\"], \"zone\": \"UTC\"}}",
                        ".time.days[0]",
                        "must be one of: mon, tue"),
                when(
                        "{\"time\": {\"from\": \"9:00\", \"zone\": \"UTC\"}}",
                        ".time.from",
                        "must be a time such as 08:30"),
                when("{\"time\": {\"from\": \"24:00\", \"zone\": \"UTC\"}}", ".time.from", "must be before 24:00"),
                when("{\"time\": {\"to\": \"25:00\", \"zone\": \"UTC\"}}", ".time.to", "must be a time such as"),
                when("{\"headers\": {}}", ".headers", "must not be empty"),
                when("{\"headers\": {\"x env\": []}}", ".headers.x env", "is not a header's name"),
                when("{\"headers\": {\"x-env\": \"prod\"}}", ".headers.x-env", "must be an array"),
                when("{\"prompt_tokens\": {}}", ".prompt_tokens", "must have one of: at_least, at_most"),
                when(
                        "{\"prompt_tokens\": {\"at_least\": 2, \"at_most\": 1}}",
                        ".prompt_tokens",
                        "must not have an at_least above its at_most"),
                when("{\"prompt_tokens\": {\"at_least\": 1.5}}", ".prompt_tokens.at_least", "must be a whole number"),
                when("{\"any\": []}", ".any", "must not be empty"),
                when("{\"not\": []}", ".not", "must be an object"),
                when("{\"any\": [{\"not\": {\"tasks\": []}}]}", ".any[0].not.tasks", "is unknown"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultSaysWhereAndWhat(String json, String field, String detail) {
        PolicyFault fault = catchThrowableOfType(PolicyFault.class, () -> read(json));

        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.detail()).startsWith(detail);
        assertThat(fault).hasMessage(field.isEmpty() ? fault.detail() : field + ": " + fault.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Trial", "a b", "-a", "a/b", "a--b", "\u00e4"})
    void aNameIsASlug(String name) {
        byte[] json = ("{" + RULES + "}").getBytes(StandardCharsets.UTF_8);

        PolicyFault fault = catchThrowableOfType(PolicyFault.class, () -> PolicyReader.read(json, name, 1));

        assertThat(fault.field()).isEqualTo("name");
    }

    @Test
    void whoKnowsTheTasksRefusesOthers() {
        byte[] json =
                "{\"rules\": [{\"name\": \"x\", \"when\": {\"task\": [\"coding\"]}, \"then\": {\"deny\": \"x\"}}]}"
                        .getBytes(StandardCharsets.UTF_8);

        PolicyFault fault = catchThrowableOfType(
                PolicyFault.class, () -> PolicyReader.read(json, "x", 1, Set.of("programming", "legal")));

        assertThat(fault).hasMessage("rules[0].when.task[0]: must be one of: legal, programming");
        assertThat(PolicyReader.read(json, "x", 1, Set.of("coding")).rules()).hasSize(1);
    }

    @Test
    void sizesHaveLimits() {
        String many = IntStream.range(0, 101).mapToObj(i -> "\"m/" + i + "\"").collect(Collectors.joining(","));
        String rules = IntStream.range(0, 101)
                .mapToObj(i -> "{\"name\": \"r" + i + "\", \"then\": {\"deny\": \"x\"}}")
                .collect(Collectors.joining(","));
        String conditions = IntStream.range(0, 100)
                .mapToObj(i -> "{\"task\": [\"x\"], \"team\": [\"x\"]}")
                .collect(Collectors.joining(","));
        String deep = "{\"not\":".repeat(7) + "{}" + "}".repeat(7);
        String abyss = "{\"not\":".repeat(900) + "{}" + "}".repeat(900);

        assertFault("{\"models\": [" + many + "], " + RULES + "}", "models", "must not have more than 100 items");
        assertFault("{\"rules\": [" + rules + "]}", "rules", "must not have more than 100 items");
        assertFault(withCondition("{\"any\": [" + conditions + "]}"), "rules[0].when.any[99].team", "is one too many");
        assertFault(withCondition(deep), "rules[0].when.not.not.not.not.not.not", "must not be nested deeper than 6");
        assertFault(withCondition(abyss), "rules[0].when.not.not.not.not.not.not", "must not be nested deeper than 6");
        assertFault("[".repeat(5_000), "", "a policy must be valid JSON");
        assertFault(
                "{\"description\": \"" + "x".repeat(2001) + "\", " + RULES + "}", "description", "must not be longer");
        assertFault(" ".repeat(65_537), "", "a policy must not be longer than 65536 bytes");
    }

    private static final String RULE = "{\"name\": \"x\", \"then\": {\"deny\": \"x\"}}";
    private static final String RULES = "\"rules\": [" + RULE + "]";

    private static void assertFault(String json, String field, String detail) {
        PolicyFault fault = catchThrowableOfType(PolicyFault.class, () -> read(json));
        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.detail()).startsWith(detail);
    }

    private static Arguments document(String field, String value, String detail) {
        return arguments("{\"" + field + "\": " + value + ", " + RULES + "}", field, detail);
    }

    private static Arguments rule(String rule, String field, String detail) {
        return arguments("{\"rules\": [" + rule + "]}", field, detail);
    }

    private static Arguments then(String then, String field, String detail) {
        return rule("{\"name\": \"x\", \"then\": " + then + "}", "rules[0].then" + field, detail);
    }

    private static Arguments when(String when, String field, String detail) {
        return arguments(withCondition(when), "rules[0].when" + field, detail);
    }

    private static String withCondition(String when) {
        return "{\"rules\": [{\"name\": \"x\", \"when\": " + when + ", \"then\": {\"deny\": \"x\"}}]}";
    }

    private static String split(String one, String percent, String other, String otherPercent) {
        return "{\"split\": [{\"arm\": \"%s\", \"percent\": %s}, {\"arm\": \"%s\", \"percent\": %s}]}"
                .formatted(one, percent, other, otherPercent);
    }

    private static RoutePolicy read(String json) {
        return PolicyReader.read(json.getBytes(StandardCharsets.UTF_8), "trial", 3);
    }
}
