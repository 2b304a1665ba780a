package dev.fairlead.simulator.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** JSON in and out of the control API, and its errors as problem documents. */
final class Answering {

    private static final Logger LOG = Logger.getLogger(Answering.class);

    private Answering() {}

    /** Writes JSON. */
    @FunctionalInterface
    interface Json {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Does something with the body of a request. */
    @FunctionalInterface
    interface BodyConsumer {
        void accept(ObjectNode body);
    }

    static Buffer json(Json content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FairleadJson.mapper().getFactory().createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: it is written to memory", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    static void ok(RoutingContext context, Json content) {
        ok(context, json(content));
    }

    static void ok(RoutingContext context, Buffer json) {
        context.response().putHeader("content-type", "application/json").end(json);
    }

    static void done(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    /** Runs a step; a refusal or failure in it becomes a problem document. */
    static void guarded(RoutingContext context, Runnable step) {
        try {
            step.run();
        } catch (ProblemException e) {
            problem(context, e.problem());
        } catch (RuntimeException e) {
            failed(context, e);
        }
    }

    static void failed(RoutingContext context, Throwable cause) {
        LOG.error("a request to the control API failed", cause);
        problem(context, Problem.of(500, "Internal error", null));
    }

    /** Reads the body, which must be a JSON object, and goes on with it. */
    static void withBody(RoutingContext context, BodyConsumer consumer) {
        context.request().body().onSuccess(body -> guarded(context, () -> consumer.accept(object(body))));
        context.request().resume(); // Quarkus pauses a request, and does not see that body() wants it
    }

    private static ObjectNode object(Buffer body) {
        try {
            if (FairleadJson.mapper().readTree(body.getBytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.of(
                    400,
                    "Malformed JSON",
                    "The body is not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: it is read from memory", e);
        }
        throw new ProblemException(Problem.of(400, "Malformed JSON", "The body must be a JSON object."));
    }

    private static void problem(RoutingContext context, Problem problem) {
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader("content-type", Problem.MEDIA_TYPE)
                    .end(Buffer.buffer(FairleadJson.mapper().writeValueAsBytes(problem)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot happen: a problem is plain text", e);
        }
    }
}
