package dev.fairlead.router.rules.identity;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.rest.RefusedCallers;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Finds out whose presets a request is about. The edge authenticates API keys and says in headers whose it was; only a
 * service of the suite is believed, by its token. People come with a token of their own.
 */
@Singleton
public final class PresetOwners {

    /** Names the organisation of the caller's API key. */
    public static final String ORGANISATION_HEADER = "X-Fairlead-Organisation";

    /** Names the caller's API key, by its hash. */
    public static final String KEY_HEADER = "X-Fairlead-Key";

    private final CurrentIdentityAssociation identities;

    PresetOwners(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /**
     * The owner; waits for the token to be checked, so not on an event loop.
     *
     * @throws ProblemException 401, 403, or 503 while a token cannot be checked
     */
    public PresetOwner of(HttpHeaders headers) {
        SecurityIdentity identity = identity();
        if (identity.isAnonymous()) {
            throw problem(401, "Unauthorized", "This needs an API key: Authorization: Bearer ...");
        }
        if (identity.hasRole(Roles.SERVICE)) {
            return ofKey(headers.getHeaderString(ORGANISATION_HEADER), headers.getHeaderString(KEY_HEADER));
        }
        Person person = Person.of(identity);
        OrganisationId organisation = person.organisation(headers.getHeaderString(Person.ORGANISATION_HEADER));
        return new PresetOwner(organisation, person.name(), person.mayWritePresets(organisation));
    }

    private static PresetOwner ofKey(String organisation, String key) {
        if (organisation == null || !OrganisationId.isValid(organisation) || key == null || !KeyHash.isValid(key)) {
            throw problem(400, "Invalid header", ORGANISATION_HEADER + " and " + KEY_HEADER + " say who asks");
        }
        return new PresetOwner(new OrganisationId(organisation), "key:" + key, true);
    }

    private SecurityIdentity identity() {
        try {
            return identities.getIdentity();
        } catch (AuthenticationFailedException | AuthenticationCompletionException e) {
            if (RefusedCallers.isKeycloakAway(e)) {
                throw new ProblemException(
                        Problem.of(
                                503,
                                "Service unavailable",
                                "Keycloak does not answer, so the token cannot be checked."),
                        RefusedCallers.RETRY_AFTER);
            }
            throw problem(401, "Unauthorized", "The token is not valid, or not any more.");
        }
    }

    private static ProblemException problem(int status, String title, String detail) {
        return new ProblemException(Problem.of(status, title, detail));
    }
}
