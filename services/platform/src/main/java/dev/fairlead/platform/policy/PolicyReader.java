package dev.fairlead.platform.policy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action;
import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.Condition;
import dev.fairlead.contracts.policy.PolicyCheck;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.platform.json.FairleadJson;

/**
 * Reads the JSON of a policy. Strict: what it does not know it refuses, since a rule that is lost in silence sends
 * requests where nobody wants them. Whether the names in it mean something is for
 * {@link dev.fairlead.contracts.policy.PolicyCheck} to say.
 */
public final class PolicyReader {

    /** The most bytes that a policy's document may have. */
    public static final int MOST_BYTES = 64 * 1024;

    static final int MOST_RULES = 100;
    static final int MOST_MODELS = 100;
    static final int MOST_ARMS = 10;
    static final int LONGEST_DESCRIPTION = 2000;
    static final int LONGEST_MESSAGE = 500;

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_MODEL = 256;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final String NAME_EXPECTED =
            "must be of lower-case letters and digits, with '-', '_' or '.' between them";

    private static final ObjectReader JSON =
            FairleadJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @param name what it is called, which its document does not say
     * @param version its version, likewise; 0 for a draft
     * @throws PolicyFault if it is none, and nothing else
     */
    public static RoutePolicy read(byte[] json, String name, int version) {
        return read(json, name, version, Set.of());
    }

    /**
     * Reads a policy that is being written.
     *
     * @param tasks all that prompts are taken for; empty if that is not known here
     * @throws PolicyFault if it is none, and nothing else
     */
    public static RoutePolicy read(byte[] json, String name, int version, Set<String> tasks) {
        requireName(name);
        Part document = parse(json).object("description", "mode", "organisation", "defines", "models", "rules");
        Part description = document.member("description");
        Part mode = document.member("mode");
        Part organisation = document.member("organisation");
        Part defines = document.member("defines");
        Part models = document.member("models");
        if (defines != null && models != null && !models.node().isEmpty()) {
            throw models.fault("must be empty where 'defines' is given, which is what the policy is about");
        }
        return new RoutePolicy(
                name,
                version,
                description == null ? "" : description(description),
                mode == null ? Mode.ENFORCED : choice(mode, Mode.values(), Mode::wireName),
                organisation == null ? null : organisation(organisation),
                defines == null ? null : defines(defines),
                models == null ? List.of() : models.texts(0, MOST_MODELS, LONGEST_MODEL),
                rules(document.required("rules"), new ConditionReader(tasks)));
    }

    private static void requireName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new PolicyFault("name", NAME_EXPECTED + ", at most " + LONGEST_NAME + " characters");
        }
    }

    private static Part parse(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new PolicyFault("", "a policy must not be longer than " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isMissingNode()) {
                throw new PolicyFault("", "a policy must be a JSON object");
            }
            return new Part(node, "");
        } catch (JsonProcessingException e) {
            throw new PolicyFault("", "a policy must be valid JSON: " + FairleadJson.describe(e));
        } catch (IOException | NumberFormatException e) {
            // The latter for a number that nobody can hold, such as one with twelve digits of exponent.
            throw new PolicyFault("", "a policy must be valid JSON in UTF-8, with numbers of a reasonable size");
        }
    }

    private static String description(Part part) {
        return part.node().isTextual() && part.node().textValue().isEmpty() ? "" : part.text(LONGEST_DESCRIPTION);
    }

    private static String defines(Part part) {
        String name = part.text(LONGEST_MODEL);
        if (!PolicyCheck.isDefinable(name)) {
            throw part.fault(PolicyCheck.DEFINABLE);
        }
        return name;
    }

    private static OrganisationId organisation(Part part) {
        String text = part.text(LONGEST_NAME);
        if (!OrganisationId.isValid(text)) {
            throw part.fault("must be an organisation's id");
        }
        return new OrganisationId(text);
    }

    private static List<Rule> rules(Part part, ConditionReader conditions) {
        Set<String> names = new HashSet<>();
        return part.items(1, MOST_RULES, (rule, i) -> {
            rule.object("name", "when", "then");
            Part name = rule.required("name");
            if (!names.add(name(name))) {
                throw name.fault("is the name of an earlier rule");
            }
            Part when = rule.member("when");
            return new Rule(
                    name(name),
                    when == null ? new Condition.All(List.of()) : conditions.read(when),
                    action(rule.required("then")));
        });
    }

    private static Action action(Part then) {
        then.object("pick", "strategy", "split", "sticky_by", "fall_back", "deny");
        Part choice = then.onlyOneOf("pick", "split", "fall_back", "deny");
        Part strategy = then.member("strategy");
        if (strategy != null && !then.node().has("pick")) {
            throw strategy.fault("goes with 'pick' only");
        }
        Part stickyBy = then.member("sticky_by");
        if (stickyBy != null && !then.node().has("split")) {
            throw stickyBy.fault("goes with 'split' only");
        }
        if (then.node().has("pick")) {
            return new Action.Pick(models(choice), strategy == null ? null : strategy(strategy));
        }
        if (then.node().has("split")) {
            return new Action.Split(
                    arms(choice),
                    stickyBy == null
                            ? StickyBy.USER
                            : choice(
                                    stickyBy, StickyBy.values(), by -> by.name().toLowerCase(Locale.ROOT)));
        }
        return then.node().has("fall_back")
                ? new Action.FallBack(models(choice))
                : new Action.Deny(choice.text(LONGEST_MESSAGE));
    }

    private static List<Arm> arms(Part part) {
        Set<String> names = new HashSet<>();
        List<Arm> arms = part.items(2, MOST_ARMS, (arm, i) -> {
            arm.object("arm", "percent", "models");
            Part name = arm.required("arm");
            if (!names.add(name(name))) {
                throw name.fault("is the name of an earlier arm");
            }
            Part models = arm.member("models");
            return new Arm(
                    name(name),
                    arm.required("percent").number("0", "100", 3).doubleValue(),
                    models == null ? List.of() : models.texts(0, MOST_MODELS, LONGEST_MODEL));
        });
        BigDecimal sum =
                arms.stream().map(arm -> BigDecimal.valueOf(arm.percent())).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.valueOf(100)) != 0) {
            throw part.fault("must add up to 100 percent, not "
                    + sum.stripTrailingZeros().toPlainString());
        }
        return arms;
    }

    private static List<String> models(Part part) {
        return part.texts(1, MOST_MODELS, LONGEST_MODEL);
    }

    private static Strategy strategy(Part part) {
        Strategy strategy = Strategy.of(part.text(LONGEST_NAME));
        if (strategy == null) {
            throw part.fault("must be one of: " + Strategy.choices());
        }
        return strategy;
    }

    private static String name(Part part) {
        return part.matching(NAME, LONGEST_NAME, NAME_EXPECTED);
    }

    private static <T> T choice(Part part, T[] choices, Function<T, String> name) {
        String text = part.text(LONGEST_NAME);
        return Stream.of(choices)
                .filter(choice -> name.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> part.fault(
                        "must be one of: " + Stream.of(choices).map(name).collect(Collectors.joining(", "))));
    }
}
