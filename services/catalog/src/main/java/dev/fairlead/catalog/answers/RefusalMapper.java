package dev.fairlead.catalog.answers;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import dev.fairlead.catalog.search.InvalidParameterException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes refusals as the edge writes its own errors. */
public final class RefusalMapper {

    @ServerExceptionMapper
    Response map(Refusal e) {
        Response.ResponseBuilder response =
                Response.status(e.status()).type(MediaType.APPLICATION_JSON).entity(e.toJson());
        if (e.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response map(InvalidParameterException e) {
        return map(Refusal.invalid(e.parameter(), e.fault()));
    }
}
