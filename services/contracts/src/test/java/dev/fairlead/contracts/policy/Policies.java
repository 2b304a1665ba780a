package dev.fairlead.contracts.policy;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.FallBack;
import dev.fairlead.contracts.policy.Action.Pick;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import org.jspecify.annotations.Nullable;

/** Policies in few words, and a catalog for them: what begins with {@code real/} is a model. */
final class Policies {

    static final Condition ALWAYS = new Condition.All(List.of());
    static final Condition NEVER = new Condition.Any(List.of());
    static final Condition INTERNS = new Condition.Team(Set.of("interns"));

    private Policies() {}

    /** {@code REAL/x} is another spelling of {@code real/x}. */
    static @Nullable String canonicalOrNull(String name) {
        if (name.startsWith("real/")) {
            return name;
        }
        if (name.startsWith("REAL/")) {
            return "real/" + name.substring(5);
        }
        return null;
    }

    static String canonical(String name) {
        String id = canonicalOrNull(name);
        return id == null ? name : id;
    }

    static UnaryOperator<String> catalog() {
        return Policies::canonical;
    }

    static PolicyBook book(RoutePolicy... policies) {
        return PolicyBook.of(List.of(policies), catalog());
    }

    static List<PolicyCheck.Fault> faults(RoutePolicy... policies) {
        return PolicyCheck.check(List.of(policies), Policies::canonicalOrNull);
    }

    static RoutePolicy about(String name, List<String> models, Rule... rules) {
        return new RoutePolicy(name, 1, "", Mode.ENFORCED, null, null, models, List.of(rules));
    }

    static RoutePolicy forAll(String name, Rule... rules) {
        return about(name, List.of(), rules);
    }

    static RoutePolicy defining(String name, String model, Rule... rules) {
        return new RoutePolicy(name, 1, "", Mode.ENFORCED, null, model, List.of(), List.of(rules));
    }

    static RoutePolicy in(Mode mode, RoutePolicy policy) {
        return new RoutePolicy(
                policy.name(),
                policy.version(),
                policy.description(),
                mode,
                policy.organisation(),
                policy.defines(),
                policy.models(),
                policy.rules());
    }

    static RoutePolicy ownedBy(@Nullable OrganisationId organisation, RoutePolicy policy) {
        return new RoutePolicy(
                policy.name(),
                policy.version(),
                policy.description(),
                policy.mode(),
                organisation,
                policy.defines(),
                policy.models(),
                policy.rules());
    }

    static Rule rule(String name, Condition when, Action then) {
        return new Rule(name, when, then);
    }

    static Rule always(Action then) {
        return rule("always", ALWAYS, then);
    }

    static Pick pick(String... models) {
        return new Pick(List.of(models), null);
    }

    static FallBack fallBack(String... models) {
        return new FallBack(List.of(models));
    }

    static Split split(StickyBy stickyBy, Arm... arms) {
        return new Split(List.of(arms), stickyBy);
    }

    static Arm arm(String name, double percent, String... models) {
        return new Arm(name, percent, List.of(models));
    }
}
