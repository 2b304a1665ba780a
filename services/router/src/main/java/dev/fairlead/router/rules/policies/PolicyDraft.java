package dev.fairlead.router.rules.policies;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.policy.PolicyCheck;
import dev.fairlead.contracts.policy.PolicyCheck.Fault;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.policy.PolicyReader;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.Problem.FieldError;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.decision.Task;
import org.jspecify.annotations.Nullable;

/**
 * A policy that somebody wants to write.
 *
 * @param policy as an object, of version 0
 * @param document compact JSON
 */
public record PolicyDraft(RoutePolicy policy, String document) {

    /**
     * Reads it.
     *
     * @throws dev.fairlead.platform.policy.PolicyFault if it is none
     */
    public static PolicyDraft read(byte[] json, String name) {
        RoutePolicy policy = PolicyReader.read(json, name, 0, Task.IDS);
        try {
            return new PolicyDraft(
                    policy,
                    FairleadJson.mapper()
                            .writeValueAsString(FairleadJson.mapper().readTree(json)));
        } catch (IOException e) {
            throw new IllegalStateException("what was read a moment ago is JSON", e);
        }
    }

    /** The same in another mode. */
    static byte[] withMode(String document, String mode) {
        try {
            ObjectNode tree = (ObjectNode) FairleadJson.mapper().readTree(document);
            tree.put("mode", mode);
            return FairleadJson.mapper().writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new IllegalStateException("a stored policy is JSON", e);
        }
    }

    /**
     * Refuses with 422 what it would bring into the policies that are there: names that mean nothing or two things, and
     * loops. Faults that are there already are nobody's fault now.
     */
    public void check(List<RoutePolicy> there, Function<String, @Nullable String> idOrNull) {
        List<RoutePolicy> after = new ArrayList<>(there);
        after.removeIf(other -> other.name().equals(policy.name()));
        after.add(policy);
        Set<Fault> before = new HashSet<>(PolicyCheck.check(there, idOrNull));
        before.removeIf(fault -> fault.policy().equals(policy.name()));
        List<FieldError> errors = PolicyCheck.check(after, idOrNull).stream()
                .filter(fault -> !before.contains(fault))
                .map(this::error)
                .toList();
        refuse(errors);
    }

    /** Refuses with 422 if there is something to refuse. */
    static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            FieldError first = errors.getFirst();
            throw new ProblemException(
                    new Problem("about:blank", "Invalid policy", 422, first.field() + ": " + first.detail(), errors));
        }
    }

    private FieldError error(Fault fault) {
        return fault.policy().equals(policy.name())
                ? new FieldError(fault.field(), fault.message())
                : new FieldError(
                        "name",
                        "would break the policy " + fault.policy() + ": " + fault.field() + ' ' + fault.message());
    }
}
