package dev.fairlead.e2e.faults;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.suite.Json;
import org.jspecify.annotations.Nullable;

/** The simulated provider: its side of the story, and how it behaves. */
final class Provider {

    private final URI uri;

    Provider(URI uri) {
        this.uri = uri;
    }

    /**
     * A call as the provider saw it.
     *
     * @param generation the gateway's id of the request
     * @param chunks of content that were written so far
     * @param clientClosedAt when the gateway left before the end; null if it did not
     */
    record Call(
            String id,
            String generation,
            String instance,
            String model,
            String outcome,
            long promptTokens,
            long completionTokens,
            long chunks,
            @Nullable Instant clientClosedAt) {

        boolean isCompleted() {
            return outcome.equals("completed");
        }
    }

    /** All calls since the last {@link #reset}. */
    List<Call> calls() {
        JsonNode calls =
                Json.read(Http.get(uri.resolve("/sim/calls?limit=10000"))).path("calls");
        return StreamSupport.stream(calls.spliterator(), false)
                .map(Provider::call)
                .toList();
    }

    /** How a model behaves from now on, as the simulator's control API takes it. */
    void behave(String model, String json) {
        Http.put(uri.resolve("/sim/behaviours/model/" + model), json);
    }

    /** Forgets all calls and what was said about behaviour. */
    void reset() {
        Http.delete(uri.resolve("/sim/calls"));
        Http.delete(uri.resolve("/sim/behaviours"));
    }

    private static Call call(JsonNode call) {
        return new Call(
                call.path("id").asText(),
                call.path("request_id").asText(),
                call.path("instance").asText(),
                call.path("model").asText(),
                call.path("outcome").asText(),
                call.path("prompt_tokens").asLong(),
                call.path("completion_tokens").asLong(),
                call.path("chunks").asLong(),
                call.hasNonNull("client_closed_at")
                        ? Instant.parse(call.path("client_closed_at").asText())
                        : null);
    }
}
