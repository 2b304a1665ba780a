package dev.fairlead.contracts.policy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.fairlead.contracts.policy.Action.Deny;
import dev.fairlead.contracts.policy.Action.FallBack;
import dev.fairlead.contracts.policy.Action.Pick;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.routing.VirtualModel;

/** The names of models in policies: those that they are about, those that they put into requests, and the built-in. */
final class Names {

    /** Author and slug; whatever else a name can look like (variants, wildcards, families) means something already. */
    private static final Pattern DEFINABLE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}/[a-z0-9][a-z0-9._-]{0,126}");

    private Names() {}

    /** The names that a policy is about; empty for all. */
    static List<String> about(RoutePolicy policy) {
        return policy.defines() == null ? policy.models() : List.of(policy.defines());
    }

    /** All names that a policy may put into a request. */
    static List<String> yieldedBy(RoutePolicy policy) {
        return policy.rules().stream().flatMap(rule -> yieldedBy(rule.then())).toList();
    }

    private static Stream<String> yieldedBy(Action action) {
        return switch (action) {
            case Pick pick -> pick.models().stream();
            case Split split -> split.arms().stream().flatMap(arm -> arm.models().stream());
            case FallBack fallBack -> fallBack.models().stream();
            case Deny _ -> Stream.empty();
        };
    }

    /** As defined names are compared. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static boolean isDefinable(String name) {
        return DEFINABLE.matcher(name).matches();
    }

    /** Whether the name's author is one under whose name nobody else may define models. */
    static boolean isReserved(String name) {
        String folded = folded(name);
        return folded.startsWith("fairlead/") || folded.startsWith("openrouter/");
    }

    /** Whether it is a built-in virtual model, be it with a variant. */
    static boolean isVirtual(String name) {
        String folded = folded(name);
        int colon = folded.indexOf(':');
        return VirtualModel.of(colon < 0 ? folded : folded.substring(0, colon)) != null;
    }

    static String virtualChoices() {
        return String.join(", ", VirtualModel.ids());
    }
}
