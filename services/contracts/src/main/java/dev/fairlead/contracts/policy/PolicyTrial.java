package dev.fairlead.contracts.policy;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What each rule of a policy says to a request, also those behind the first that holds: for people who try it out. */
public final class PolicyTrial {

    private PolicyTrial() {}

    /**
     * What a rule says.
     *
     * @param rule its name
     * @param holds whether its condition holds; null if that is not known
     */
    public record Answer(String rule, @Nullable Boolean holds) {}

    /** What the rules say, in their order. */
    public static List<Answer> of(RoutePolicy policy, Facts facts) {
        return policy.rules().stream()
                .map(rule -> new Answer(
                        rule.name(),
                        switch (Conditions.holds(rule.when(), facts)) {
                            case TRUE -> Boolean.TRUE;
                            case FALSE -> Boolean.FALSE;
                            case UNKNOWN -> null;
                        }))
                .toList();
    }
}
