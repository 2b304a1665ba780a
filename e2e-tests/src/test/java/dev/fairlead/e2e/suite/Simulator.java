package dev.fairlead.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The provider simulator: what it received, which is the truth that Fairlead's books are held against. */
public final class Simulator {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI uri;

    Simulator(URI uri) {
        this.uri = uri;
    }

    /**
     * A call that a provider received.
     *
     * @param id the id in the provider's answer
     * @param generation the id of the request at the edge
     * @param instance {@code default} is the provider {@code simulator}, {@code b} is {@code simulator-b}
     * @param outcome {@code running}, {@code completed}, {@code failed}, {@code refused} or {@code client_gone}
     * @param clientClosedAt when the edge hung up; null if it did not
     * @param receivedAt when it came, to the millisecond
     * @param durationMillis from then to its end
     */
    public record Call(
            String id,
            String generation,
            String instance,
            String model,
            String outcome,
            int status,
            boolean stream,
            long promptTokens,
            long cachedTokens,
            long completionTokens,
            long reasoningTokens,
            String traceparent,
            @Nullable Instant clientClosedAt,
            Instant receivedAt,
            double durationMillis) {

        private static Call of(JsonNode json) {
            return new Call(
                    json.path("id").asText(),
                    json.path("request_id").asText(),
                    json.path("instance").asText(),
                    json.path("model").asText(),
                    json.path("outcome").asText(),
                    json.path("status").asInt(),
                    json.path("stream").asBoolean(),
                    json.path("prompt_tokens").asLong(),
                    json.path("cached_tokens").asLong(),
                    json.path("completion_tokens").asLong(),
                    json.path("reasoning_tokens").asLong(),
                    json.path("traceparent").asText(),
                    Optional.ofNullable(json.path("client_closed_at").textValue())
                            .map(Instant::parse)
                            .orElse(null),
                    Instant.parse(json.path("received_at").asText()),
                    json.path("duration_ms").asDouble());
        }
    }

    /** All calls that were made for one request at the edge, the latest first. */
    public List<Call> callsFor(String generation) {
        return calls("request_id=" + encoded(generation));
    }

    /**
     * Calls, the latest first.
     *
     * @param filter a query as the simulator's ledger takes it
     */
    public List<Call> calls(String filter) {
        List<Call> calls = new ArrayList<>();
        send(HttpRequest.newBuilder(uri.resolve("/sim/calls?limit=10000&" + filter)))
                .path("calls")
                .forEach(call -> calls.add(Call.of(call)));
        return calls;
    }

    /** How many calls have come since the ledger began. */
    public long count() {
        JsonNode summary = send(HttpRequest.newBuilder(uri.resolve("/sim/calls/summary")));
        return summary.path("calls").asLong();
    }

    /** Makes a place behave, such as {@code instance/b}, until {@link #forget}. */
    public void behave(String place, String json) {
        send(HttpRequest.newBuilder(uri.resolve("/sim/behaviours/" + place)).PUT(BodyPublishers.ofString(json)));
    }

    /** Makes a place behave as it was built again. */
    public void forget(String place) {
        send(HttpRequest.newBuilder(uri.resolve("/sim/behaviours/" + place)).DELETE());
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError("the simulator answered " + response.statusCode() + ": " + response.body());
            }
            return response.body().isEmpty() ? Json.object() : Json.read(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
