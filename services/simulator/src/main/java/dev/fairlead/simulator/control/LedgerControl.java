package dev.fairlead.simulator.control;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.simulator.ledger.Call;
import dev.fairlead.simulator.ledger.CallFilter;
import dev.fairlead.simulator.ledger.Ledger;
import dev.fairlead.simulator.ledger.LedgerSummary;
import dev.fairlead.simulator.ledger.LedgerSummary.Group;
import dev.fairlead.simulator.ledger.LedgerSummary.Sums;
import dev.fairlead.simulator.ledger.Outcome;
import dev.fairlead.simulator.ledger.Recording;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code /sim/calls} and {@code /sim/settings}: what was received, and how much of it is kept. */
public final class LedgerControl {

    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 10_000;

    private final Vertx vertx;
    private final Ledger ledger;

    public LedgerControl(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.ledger = ledger;
    }

    public void register(Router router) {
        router.get("/sim/calls").handler(context -> Answering.guarded(context, () -> list(context)));
        router.get("/sim/calls/summary").handler(context -> Answering.guarded(context, () -> summary(context)));
        router.delete("/sim/calls").handler(context -> {
            ledger.clear();
            Answering.done(context);
        });
        router.get("/sim/settings").handler(context -> Answering.ok(context, this::writeSettings));
        router.put("/sim/settings")
                .handler(context -> Answering.withBody(context, body -> {
                    ledger.record(recording(body));
                    Answering.ok(context, this::writeSettings);
                }));
    }

    private void list(RoutingContext context) {
        CallFilter filter = filter(context.request());
        int limit = limit(context.request().getParam("limit"));
        offLoop(context, () -> {
            List<Call> calls = ledger.find(filter, limit);
            return Answering.json(json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("calls");
                for (Call call : calls) {
                    writeCall(json, call);
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }

    private void summary(RoutingContext context) {
        CallFilter filter = filter(context.request());
        offLoop(context, () -> {
            LedgerSummary summary = new LedgerSummary();
            ledger.forEach(filter, summary::add);
            return Answering.json(json -> writeSummary(json, summary));
        });
    }

    /** The ledger may have hundreds of thousands of calls: too much work for an event loop. */
    private void offLoop(RoutingContext context, Callable<Buffer> work) {
        vertx.executeBlocking(work, false)
                .onSuccess(json -> Answering.ok(context, json))
                .onFailure(cause -> Answering.failed(context, cause));
    }

    private static CallFilter filter(HttpServerRequest request) {
        return new CallFilter(
                request.getParam("id"),
                request.getParam("model"),
                request.getParam("instance"),
                request.getParam("key"),
                request.getParam("request_id"),
                outcome(request.getParam("outcome")),
                since(request.getParam("since")));
    }

    private static @Nullable Outcome outcome(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Outcome outcome = Outcome.byKey(text);
        if (outcome == null) {
            throw invalid("outcome", "must be running, completed, failed, refused or client_gone");
        }
        return outcome;
    }

    private static long since(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (text.matches("[0-9]{1,15}")) {
            return Long.parseLong(text);
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw invalid("since", "must be a time such as 2026-01-31T12:00:00.250Z, or milliseconds since 1970");
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL_LIMIT;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw invalid("limit", "must be a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private Recording recording(ObjectNode body) {
        boolean enabled = ledger.recording().enabled();
        double sample = ledger.recording().sample();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "ledger" -> {
                    if (!value.isBoolean()) {
                        throw invalid("ledger", "must be true or false");
                    }
                    enabled = value.booleanValue();
                }
                case "sample" -> {
                    if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
                        throw invalid("sample", "must be a number from 0 to 1");
                    }
                    sample = value.doubleValue();
                }
                default -> throw invalid(field.getKey(), "is unknown; known are ledger and sample");
            }
        }
        return new Recording(enabled, sample);
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(Problem.ofField(400, "Invalid value", field, detail));
    }

    private void writeSettings(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("ledger", ledger.recording().enabled());
        json.writeNumberField("sample", ledger.recording().sample());
        json.writeNumberField("capacity", ledger.traffic().capacity());
        json.writeEndObject();
    }

    private static void writeCall(JsonGenerator json, Call call) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", call.id());
        json.writeStringField("instance", call.instance());
        json.writeStringField("model", call.model());
        json.writeStringField("key", call.key());
        json.writeStringField("request_id", call.requestId());
        json.writeStringField("traceparent", call.traceparent());
        json.writeStringField(
                "received_at", Instant.ofEpochMilli(call.receivedAtMillis()).toString());
        json.writeBooleanField("stream", call.stream());
        json.writeNumberField("status", call.status());
        json.writeStringField("outcome", call.outcome().key());
        json.writeStringField("fault", call.fault());
        json.writeNumberField("prompt_tokens", call.promptTokens());
        json.writeNumberField("cached_tokens", call.cachedTokens());
        json.writeNumberField("completion_tokens", call.completionTokens());
        json.writeNumberField("reasoning_tokens", call.reasoningTokens());
        json.writeBooleanField("usage_reported", call.usageReported());
        json.writeNumberField("chunks", call.chunks());
        json.writeNumberField("events", call.events());
        long closedAt = call.clientClosedAtMillis();
        json.writeStringField(
                "client_closed_at",
                closedAt == 0 ? null : Instant.ofEpochMilli(closedAt).toString());
        json.writeNumberField("duration_ms", Math.round(call.durationNanos() / 1_000.0) / 1_000.0);
        json.writeEndObject();
    }

    private void writeSummary(JsonGenerator json, LedgerSummary summary) throws IOException {
        Ledger.Traffic traffic = ledger.traffic();
        json.writeStartObject();
        json.writeNumberField("received", traffic.received());
        json.writeNumberField("in_flight", traffic.inFlight());
        json.writeNumberField("max_in_flight", traffic.mostInFlight());
        json.writeNumberField("kept", traffic.kept());
        json.writeObjectFieldStart("total");
        writeSums(json, summary.total());
        json.writeEndObject();
        json.writeArrayFieldStart("groups");
        for (Map.Entry<Group, Sums> entry : summary.groups().entrySet()) {
            json.writeStartObject();
            json.writeStringField("model", entry.getKey().model());
            json.writeStringField("outcome", entry.getKey().outcome().key());
            writeSums(json, entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSums(JsonGenerator json, Sums sums) throws IOException {
        json.writeNumberField("calls", sums.calls());
        json.writeNumberField("prompt_tokens", sums.prompt());
        json.writeNumberField("cached_tokens", sums.cached());
        json.writeNumberField("completion_tokens", sums.completion());
        json.writeNumberField("reasoning_tokens", sums.reasoning());
    }
}
