package dev.fairlead.contracts.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action.FallBack;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with policies that are all well formed: names that mean nothing or two things, and policies that lead
 * back to themselves.
 */
public final class PolicyCheck {

    /** What a name that a policy defines has to look like. */
    public static final String DEFINABLE =
            "must look like author/slug, in lower case, of letters, digits, '.', '_' and '-'";

    private final List<RoutePolicy> all;
    private final Function<String, @Nullable String> canonicalOrNull;
    private final Set<Fault> faults = new LinkedHashSet<>();

    /**
     * What is wrong with a policy.
     *
     * @param policy its name
     * @param field the way to it in the policy's JSON, such as {@code rules[0].then.pick[1]}
     * @param message what is wrong with it
     */
    public record Fault(String policy, String field, String message) {}

    private PolicyCheck(List<RoutePolicy> all, Function<String, @Nullable String> canonicalOrNull) {
        this.all = all;
        this.canonicalOrNull = canonicalOrNull;
    }

    /**
     * All faults. Whoever changes one policy of several refuses the change if it brings a fault that was not there
     * before: a policy may be in the way of another's change, and a model may have gone since it was written.
     *
     * @param all policies as they would be, disabled ones too; no two of one name
     * @param canonicalOrNull the id of the model that a name means; null if it means none
     */
    public static List<Fault> check(List<RoutePolicy> all, Function<String, @Nullable String> canonicalOrNull) {
        PolicyCheck check = new PolicyCheck(all, canonicalOrNull);
        all.forEach(check::checkDefinition);
        all.forEach(check::checkNames);
        new LoopSearch(all, check::key, check.faults::add).search();
        return List.copyOf(check.faults);
    }

    /** Whether a name looks as {@link #DEFINABLE} says. */
    public static boolean isDefinable(String name) {
        return Names.isDefinable(name);
    }

    private void checkDefinition(RoutePolicy policy) {
        String name = policy.defines();
        if (name == null) {
            return;
        }
        if (!Names.isDefinable(name)) {
            fault(policy, "defines", DEFINABLE);
        } else if (Names.isReserved(name)) {
            fault(policy, "defines", "must not begin with fairlead/ or openrouter/, which are built in");
        } else if (canonicalOrNull.apply(name) != null) {
            fault(policy, "defines", "'" + name + "' is a model already");
        }
        if (policy.mode() == Mode.SHADOW) {
            fault(policy, "mode", "must not be shadow for a policy that defines a name: nobody else answers to it");
        }
        if (!policy.models().isEmpty()) {
            fault(policy, "models", "must be empty for a policy that defines a name, which is what it is about");
        }
        all.stream()
                .filter(other -> !other.name().equals(policy.name()) && clashes(policy, other))
                .forEach(other -> fault(
                        policy, "defines", "'" + name + "' is defined by the policy " + other.name() + " already"));
        checkAnswers(policy);
    }

    private static boolean clashes(RoutePolicy one, RoutePolicy other) {
        return one.mode() != Mode.DISABLED
                && other.mode() != Mode.DISABLED
                && other.defines() != null
                && Names.folded(other.defines()).equals(Names.folded(String.valueOf(one.defines())))
                && (one.organisation() == null
                        || other.organisation() == null
                        || one.organisation().equals(other.organisation()));
    }

    /** Whoever asks for a defined name must get a model, or a refusal. */
    private void checkAnswers(RoutePolicy policy) {
        for (int i = 0; i < policy.rules().size(); i++) {
            String at = "rules[" + i + "].then";
            Action then = policy.rules().get(i).then();
            if (then instanceof FallBack) {
                fault(policy, at + ".fall_back", "a policy that defines a name must pick, split or deny");
            } else if (then instanceof Split split) {
                for (int k = 0; k < split.arms().size(); k++) {
                    if (split.arms().get(k).models().isEmpty()) {
                        fault(policy, at + ".split[" + k + "].models", "must name models, since it defines a name");
                    }
                }
            }
        }
        Rule last = policy.rules().getLast();
        if (!Conditions.isAlways(last.when())) {
            fault(
                    policy,
                    "rules[" + (policy.rules().size() - 1) + "].when",
                    "must be empty in the last rule of a policy that defines a name, so that it always means a model");
        }
    }

    private void checkNames(RoutePolicy policy) {
        for (int i = 0; i < policy.models().size(); i++) {
            checkName(policy, policy.models().get(i), "models[" + i + "]");
        }
        Yield.of(policy).forEach(yield -> checkName(policy, yield.name(), yield.field()));
    }

    private void checkName(RoutePolicy policy, String name, String field) {
        if (canonicalOrNull.apply(name) != null || Names.isVirtual(name)) {
            return;
        }
        boolean defined = all.stream()
                .filter(other -> other.mode() != Mode.DISABLED && other.defines() != null)
                .filter(other -> Names.folded(name).equals(Names.folded(String.valueOf(other.defines()))))
                .anyMatch(other -> isSeenBy(policy.organisation(), other));
        if (!defined) {
            fault(
                    policy,
                    field,
                    Names.isReserved(name)
                            ? "'" + name + "' is not one of " + Names.virtualChoices()
                            : "there is no model '" + name + "'");
        }
    }

    private static boolean isSeenBy(@Nullable OrganisationId organisation, RoutePolicy definition) {
        return definition.organisation() == null || definition.organisation().equals(organisation);
    }

    /** One spelling for all names of a model. */
    private String key(String name) {
        String id = canonicalOrNull.apply(name);
        return id == null ? Names.folded(name) : id;
    }

    private void fault(RoutePolicy policy, String field, String message) {
        faults.add(new Fault(policy.name(), field, message));
    }

    /**
     * A name that a policy may put into a request.
     *
     * @param field where it says so
     * @param replaces whether in another's place, as against behind the others
     */
    record Yield(String name, String field, boolean replaces) {

        static List<Yield> of(RoutePolicy policy) {
            List<Yield> yields = new ArrayList<>();
            for (int i = 0; i < policy.rules().size(); i++) {
                String at = "rules[" + i + "].then.";
                switch (policy.rules().get(i).then()) {
                    case Action.Pick pick -> add(yields, pick.models(), at + "pick", true);
                    case FallBack fallBack -> add(yields, fallBack.models(), at + "fall_back", false);
                    case Split split -> {
                        for (int k = 0; k < split.arms().size(); k++) {
                            add(yields, split.arms().get(k).models(), at + "split[" + k + "].models", true);
                        }
                    }
                    case Action.Deny _ -> {}
                }
            }
            return yields;
        }

        private static void add(List<Yield> yields, List<String> names, String at, boolean replaces) {
            for (int i = 0; i < names.size(); i++) {
                yields.add(new Yield(names.get(i), at + "[" + i + "]", replaces));
            }
        }
    }
}
