package dev.fairlead.billing.identity;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes a {@link CallerRefusal} as the edge writes its own errors. */
public final class CallerRefusalMapper {

    /** OpenAI's envelope. */
    @RegisterForReflection
    record Envelope(Fault error) {}

    @RegisterForReflection
    record Fault(int code, String message, String type, Metadata metadata) {}

    @RegisterForReflection
    record Metadata(@JsonProperty("error_type") String errorType) {}

    @ServerExceptionMapper
    public Response map(CallerRefusal e) {
        Fault fault = new Fault(e.status(), e.message(), e.type(), new Metadata(e.type()));
        Response.ResponseBuilder response =
                Response.status(e.status()).type(MediaType.APPLICATION_JSON).entity(new Envelope(fault));
        if (e.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return response.build();
    }
}
