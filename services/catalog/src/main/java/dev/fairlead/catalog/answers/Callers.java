package dev.fairlead.catalog.answers;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.rest.RefusedCallers;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;

/**
 * Finds out who asks. The edge authenticates API keys and says in a header whose it was; only a service of the suite is
 * believed, by its token. Who does not claim anything is not asked for a token.
 */
@Singleton
public final class Callers {

    /** Names the organisation of the caller. */
    static final String ORGANISATION_HEADER = "X-Fairlead-Organisation";

    private final CurrentIdentityAssociation identities;

    Callers(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /** The caller; fails with a {@link Refusal} if the token that comes with the claim is not valid. */
    Uni<Caller> of(HttpHeaders headers) {
        String claimed = headers.getHeaderString(ORGANISATION_HEADER);
        if (claimed == null) {
            return Uni.createFrom().item(Caller.ANYBODY);
        }
        return identities
                .getDeferredIdentity()
                .map(identity -> identity.hasRole(Roles.SERVICE) ? believed(claimed) : Caller.ANYBODY)
                .onFailure(Callers::isRefusedToken)
                .transform(Callers::refusal);
    }

    private static Caller believed(String claimed) {
        if (!OrganisationId.isValid(claimed)) {
            throw Refusal.invalid(ORGANISATION_HEADER, "has no valid organisation");
        }
        return new Caller(claimed);
    }

    private static boolean isRefusedToken(Throwable failure) {
        return failure instanceof AuthenticationFailedException || failure instanceof AuthenticationCompletionException;
    }

    private static Refusal refusal(Throwable failure) {
        return RefusedCallers.isKeycloakAway(failure)
                ? Refusal.unavailable(
                        "Keycloak does not answer, so the token cannot be checked.", RefusedCallers.RETRY_AFTER)
                : Refusal.unauthorized("The token is not valid, or not any more.");
    }
}
