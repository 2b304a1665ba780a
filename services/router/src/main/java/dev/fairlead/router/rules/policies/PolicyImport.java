package dev.fairlead.router.rules.policies;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.PolicyCheck;
import dev.fairlead.contracts.policy.PolicyCheck.Fault;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.platform.problem.Problem.FieldError;
import dev.fairlead.router.rules.Rules;
import org.jspecify.annotations.Nullable;

/** Checks policies that all come at once, in the place of those that are there. */
@Singleton
public final class PolicyImport {

    private static final int MOST_ERRORS = 50;

    private final PolicyShelf shelf;
    private final PolicyNames names;

    PolicyImport(PolicyShelf shelf, PolicyNames names) {
        this.shelf = shelf;
        this.names = names;
    }

    /** Refuses with 422 what is wrong with them and was not wrong before. */
    public void check(Rules before, List<PolicyDraft> drafts) {
        Set<Fault> known = new HashSet<>(faults(shelf.of(before)));
        List<FieldError> errors = faults(
                        drafts.stream().map(PolicyDraft::policy).toList())
                .stream()
                .filter(fault -> !known.contains(fault))
                .map(fault -> new FieldError(fault.policy() + ": " + fault.field(), fault.message()))
                .limit(MOST_ERRORS)
                .toList();
        PolicyDraft.refuse(errors);
    }

    /** Names mean to each policy what they mean to its organisation. */
    private List<Fault> faults(List<RoutePolicy> policies) {
        List<Fault> faults = new ArrayList<>();
        Set<@Nullable OrganisationId> owners = new HashSet<>();
        policies.forEach(policy -> owners.add(policy.organisation()));
        for (OrganisationId owner : owners) {
            Function<String, @Nullable String> ids = names.idOrNull(owner);
            Set<String> theirs = new HashSet<>();
            policies.stream()
                    .filter(policy -> Objects.equals(policy.organisation(), owner))
                    .forEach(policy -> theirs.add(policy.name()));
            PolicyCheck.check(policies, ids).stream()
                    .filter(fault -> theirs.contains(fault.policy()))
                    .forEach(faults::add);
        }
        return faults;
    }
}
