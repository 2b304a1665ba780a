package dev.fairlead.cache.identity;

import jakarta.ws.rs.core.Response;

import dev.fairlead.platform.rest.RefusedCallers;
import io.quarkus.oidc.OIDCException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What Quarkus throws when it has not reached Keycloak since the start, and so has no keys to check a token with. */
public final class UncheckableCallers {

    @ServerExceptionMapper
    public Response map(OIDCException e) {
        return RefusedCallers.keycloakAway();
    }
}
