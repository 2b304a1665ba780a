package dev.fairlead.billing.key;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;

/** What the holder of an API key may see of it. */
@Path("/api/v1/key")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll // authenticated by the API key itself
final class CallingKeyRoutes {

    private final CallingKeys callingKeys;

    CallingKeyRoutes(CallingKeys callingKeys) {
        this.callingKeys = callingKeys;
    }

    record Answer(CallingKeyView data) {}

    @GET
    public Uni<Answer> get(@Context HttpHeaders headers) {
        return callingKeys.details(headers).map(details -> new Answer(CallingKeyView.of(details)));
    }
}
