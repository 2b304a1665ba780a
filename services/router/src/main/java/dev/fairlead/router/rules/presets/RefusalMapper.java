package dev.fairlead.router.rules.presets;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes refusals as the edge writes its own errors. */
public final class RefusalMapper {

    @ServerExceptionMapper
    Response map(Refusal e) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        ObjectNode error = envelope.putObject("error")
                .put("code", e.status())
                .put("message", e.message())
                .put("type", e.type());
        if (e.parameter() != null) {
            error.put("param", e.parameter());
        }
        error.putObject("metadata").put("error_type", e.type());
        Response.ResponseBuilder response =
                Response.status(e.status()).type(MediaType.APPLICATION_JSON).entity(envelope.toString());
        if (e.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return response.build();
    }
}
