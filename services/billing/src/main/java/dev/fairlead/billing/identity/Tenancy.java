package dev.fairlead.billing.identity;

import java.util.List;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** For whom a management request is made: read from the token, never from the request alone. */
@RequestScoped
public class Tenancy {

    /** Header with which somebody of several organisations says which one is meant. */
    public static final String ORGANISATION_HEADER = "X-Organisation";

    private static final String GROUP_PREFIX = "/organisations/";

    private final SecurityIdentity identity;
    private final HttpHeaders headers;

    Tenancy(SecurityIdentity identity, HttpHeaders headers) {
        this.identity = identity;
        this.headers = headers;
    }

    /** Who is calling: the subject of the token. */
    public String subject() {
        String subject = token().getSubject();
        return subject == null ? identity.getPrincipal().getName() : subject;
    }

    public boolean isAdmin() {
        return identity.hasRole(Roles.ADMIN);
    }

    public boolean isOperator() {
        return identity.hasRole(Roles.OPERATOR);
    }

    /** The organisation that the request is for; refuses with 403 if the token does not say it. */
    public OrganisationId organisation() {
        List<String> memberships = memberships();
        String chosen = headers.getHeaderString(ORGANISATION_HEADER);
        if (memberships.isEmpty()) {
            throw refusal("Your account belongs to no organisation.");
        }
        if (chosen == null) {
            if (memberships.size() > 1) {
                throw refusal("Your account belongs to several organisations: name one in the header "
                        + ORGANISATION_HEADER + ".");
            }
            return new OrganisationId(memberships.getFirst());
        }
        if (!memberships.contains(chosen)) {
            throw refusal(
                    "Your account does not belong to the organisation in the header " + ORGANISATION_HEADER + ".");
        }
        return new OrganisationId(chosen);
    }

    private List<String> memberships() {
        var groups = token().getGroups();
        if (groups == null) {
            return List.of();
        }
        return groups.stream()
                .filter(group -> group.startsWith(GROUP_PREFIX))
                .map(group -> group.substring(GROUP_PREFIX.length()))
                .filter(OrganisationId::isValid)
                .sorted()
                .toList();
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return token;
        }
        throw refusal("This needs a token of a person or service.");
    }

    private static ProblemException refusal(@Nullable String detail) {
        return new ProblemException(Problem.of(403, "Forbidden", detail));
    }
}
