package dev.fairlead.router.rules.policies;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.RulesEdit;
import dev.fairlead.router.rules.identity.Person;
import dev.fairlead.router.rules.publication.RulesKeeper;
import org.jspecify.annotations.Nullable;

/** Policies as one person reads and writes them. What somebody may not see does not exist for them. */
@Singleton
final class Policies {

    private final RulesKeeper keeper;
    private final PolicyShelf shelf;
    private final PolicyNames names;

    Policies(RulesKeeper keeper, PolicyShelf shelf, PolicyNames names) {
        this.keeper = keeper;
        this.shelf = shelf;
        this.names = names;
    }

    /** The policy of that name; refuses with 404 if there is none for that person. */
    static PolicyVersion visible(Rules rules, Person person, String name) {
        PolicyVersion policy = rules.policy(name);
        if (policy == null || !person.maySee(policy.organisation())) {
            throw new ProblemException(Problem.of(404, "Not found", "There is no policy of that name."));
        }
        return policy;
    }

    /** Writes a policy; refuses it if it does not hold. */
    Rules put(Person person, PolicyDraft draft, @Nullable Integer position, Precondition precondition) {
        return keeper.change(person.name(), edit -> put(edit, person, draft, position, precondition))
                .rules();
    }

    /** What writing it would come to. */
    Rules tryPut(Person person, PolicyDraft draft, @Nullable Integer position, Precondition precondition) {
        return keeper.tryOut(person.name(), edit -> put(edit, person, draft, position, precondition))
                .rules();
    }

    private void put(
            RulesEdit edit, Person person, PolicyDraft draft, @Nullable Integer position, Precondition precondition) {
        RoutePolicy policy = draft.policy();
        requireRight(person, policy.organisation(), "organisation");
        PolicyVersion there = edit.before().policy(policy.name());
        if (there != null && !person.mayRule(there.organisation())) {
            throw person.maySee(there.organisation())
                    ? Person.forbidden("The policy " + policy.name() + " is for operators to change.")
                    : new ProblemException(Problem.ofField(409, "Conflict", "name", "is taken"));
        }
        precondition.check(there);
        draft.check(shelf.of(edit.before()), names.idOrNull(policy.organisation()));
        edit.putPolicy(policy.name(), policy.organisation(), policy.mode().wireName(), draft.document(), position);
    }

    /** Deletes a policy. Others that build upon it keep it from going. */
    void remove(Person person, String name, Precondition precondition) {
        keeper.change(person.name(), edit -> {
            PolicyVersion there = visible(edit.before(), person, name);
            requireRight(person, there.organisation(), null);
            precondition.check(there);
            RemovedPolicy.check(shelf.of(edit.before()), name, names.idOrNull(there.organisation()));
            edit.removePolicy(name);
        });
    }

    private static void requireRight(Person person, @Nullable OrganisationId owner, @Nullable String field) {
        if (person.mayRule(owner)) {
            return;
        }
        if (field == null || !person.isAdmin()) {
            throw Person.forbidden("The token's roles do not allow this.");
        }
        throw new ProblemException(Problem.ofField(
                403,
                "Forbidden",
                field,
                owner == null
                        ? "is required: one of your own; policies for everybody are for operators"
                        : "is none that your account belongs to"));
    }
}
