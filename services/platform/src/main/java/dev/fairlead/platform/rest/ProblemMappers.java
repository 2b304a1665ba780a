package dev.fairlead.platform.rest;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every exception that leaves a REST resource becomes a problem document that names what is wrong, and nothing else. */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response map(ProblemException e) {
        Response.ResponseBuilder response = response(e.problem());
        if (e.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response map(WebApplicationException e) {
        // REST wraps what Jackson says of a body; the cause knows the field.
        if (e.getCause() instanceof JsonProcessingException cause) {
            return map(cause);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        Response.ResponseBuilder response =
                response(Problem.of(status.getStatusCode(), status.getReasonPhrase(), null));
        e.getResponse().getHeaders().forEach((name, values) -> {
            if (!name.regionMatches(true, 0, "content-", 0, "content-".length())) {
                values.forEach(value -> response.header(name, value));
            }
        });
        return response.build();
    }

    @ServerExceptionMapper
    public Response map(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return response(Problem.ofField(400, "Unknown field", path(unknown), "is not a field of this request"))
                    .build();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return response(Problem.ofField(400, "Invalid value", path(mapping), "has a value of the wrong type"))
                    .build();
        }
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return response(Problem.of(400, "Malformed JSON", "The body is not valid JSON" + place + "."))
                .build();
    }

    /** Jackson lets this through for a number whose exponent nothing can hold. */
    @ServerExceptionMapper
    public Response map(NumberFormatException e) {
        boolean isOfBody = Stream.of(e.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("com.fasterxml.jackson.core."));
        return isOfBody
                ? response(Problem.of(400, "Malformed JSON", "The body holds a number that is too large or too small."))
                        .build()
                : map((Throwable) e);
    }

    @ServerExceptionMapper
    public Response map(Throwable e) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(e, "unexpected failure %s", reference);
        return response(Problem.of(500, "Internal error", "Something went wrong here; reference " + reference + "."))
                .build();
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }
}
