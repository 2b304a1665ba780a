package dev.fairlead.catalog.registration;

import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may see and change: an operator everything, everybody else what belongs to an organisation of theirs.
 *
 * @param who the caller's name
 * @param isOperator whether everything
 * @param organisations the caller's own
 */
record Rights(String who, boolean isOperator, Set<String> organisations) {

    private static final String GROUP_PREFIX = "/organisations/";

    Rights {
        organisations = Set.copyOf(organisations);
    }

    /** Those of a token; never of what a request says of itself. */
    static Rights of(SecurityIdentity identity) {
        Set<String> organisations = new TreeSet<>();
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getGroups() != null) {
            for (String group : token.getGroups()) {
                String id = group.startsWith(GROUP_PREFIX) ? group.substring(GROUP_PREFIX.length()) : "";
                if (OrganisationId.isValid(id)) {
                    organisations.add(id);
                }
            }
        }
        return new Rights(identity.getPrincipal().getName(), identity.hasRole(Roles.OPERATOR), organisations);
    }

    /** Whether the caller may see and change what belongs to {@code owner}; null for what is everybody's. */
    boolean cover(@Nullable String owner) {
        return isOperator || (owner != null && organisations.contains(owner));
    }

    /** The owner of something new, as the request names it; null for nobody in particular. */
    @Nullable
    String owner(Fields fields) {
        String owner = fields.optional("organisation", Formats.ORGANISATION);
        if (owner == null && !isOperator) {
            throw Fields.fault("organisation", "is required: one of your own organisations");
        }
        if (!cover(owner) && !isOperator) {
            throw new ProblemException(
                    Problem.ofField(403, "Forbidden", "organisation", "is none that your account belongs to"));
        }
        return owner;
    }

    /** Refuses a field that only an operator may set. */
    void operatorOnly(Fields fields, String field) {
        if (!isOperator && fields.has(field)) {
            throw new ProblemException(Problem.ofField(403, "Forbidden", field, "can be set by an operator only"));
        }
    }
}
