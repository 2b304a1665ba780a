package dev.fairlead.platform.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.fairlead.platform.problem.Problem;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What a caller is told who is not let in. That Keycloak cannot be asked for its keys says nothing about a token: that
 * is a 503, never a 401.
 */
public final class RefusedCallers {

    /** When to try again while tokens cannot be checked. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @ServerExceptionMapper
    public Response map(UnauthorizedException e) {
        return unauthorized("This needs a token: Authorization: Bearer ...");
    }

    @ServerExceptionMapper
    public Response map(ForbiddenException e) {
        return response(Problem.of(403, "Forbidden", "The token's roles do not allow this."))
                .build();
    }

    @ServerExceptionMapper
    public Response map(AuthenticationFailedException e) {
        return failed(e);
    }

    @ServerExceptionMapper
    public Response map(AuthenticationCompletionException e) {
        return failed(e);
    }

    /** The answer while a token cannot be checked. */
    public static Response keycloakAway() {
        return response(Problem.of(
                        503, "Service unavailable", "Keycloak does not answer, so the token cannot be checked."))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER.toSeconds())
                .build();
    }

    private static Response failed(Throwable e) {
        return isKeycloakAway(e) ? keycloakAway() : unauthorized("The token is not valid, or not any more.");
    }

    /** Whether a failed authentication says nothing about the token, since Keycloak could not be asked. */
    public static boolean isKeycloakAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof io.smallrye.mutiny.TimeoutException
                    || cause instanceof VertxException) {
                return true;
            }
        }
        return false;
    }

    private static Response unauthorized(String detail) {
        return response(Problem.of(401, "Unauthorized", detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }
}
