package dev.fairlead.router.rules.policies;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.fairlead.contracts.policy.PolicyCheck;
import dev.fairlead.contracts.policy.PolicyCheck.Fault;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What is left when a policy goes. */
final class RemovedPolicy {

    private RemovedPolicy() {}

    /** Refuses with 409 to take a policy away whose name others put into requests. */
    static void check(List<RoutePolicy> there, String name, Function<String, @Nullable String> idOrNull) {
        Set<Fault> before = new HashSet<>(PolicyCheck.check(there, idOrNull));
        List<RoutePolicy> left =
                there.stream().filter(policy -> !policy.name().equals(name)).toList();
        for (Fault fault : PolicyCheck.check(left, idOrNull)) {
            if (!before.contains(fault)) {
                throw new ProblemException(Problem.of(
                        409, "Conflict", "The policy " + fault.policy() + " needs it, at " + fault.field() + "."));
            }
        }
    }
}
