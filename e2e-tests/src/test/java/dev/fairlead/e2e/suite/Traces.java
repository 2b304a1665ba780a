package dev.fairlead.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** What the trace viewer has received. */
public final class Traces {

    // Not even offering HTTP/2: the viewer would take any upgrade for one to WebSocket.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;

    Traces(URI viewer) {
        this.uri = viewer.resolve("/v1/traces");
    }

    /**
     * One span.
     *
     * @param parent empty if it has none
     * @param json all of it
     */
    public record Span(
            String id, String parent, String service, String name, String kind, JsonNode attributes, String json) {

        /** An attribute as text; empty if it is not there. */
        public String attribute(String key) {
            return attributes.path(key).asText("");
        }

        private static Span of(JsonNode span) {
            return new Span(
                    span.path("spanId").asText(),
                    span.path("parentSpanId").asText(""),
                    span.path("attributes").path("service.name").asText(""),
                    span.path("name").asText(),
                    span.path("kind").asText(),
                    span.path("attributes"),
                    span.toString());
        }
    }

    /** The spans of a trace that have come so far. */
    public List<Span> spansOf(String traceId) {
        List<Span> spans = new ArrayList<>();
        for (JsonNode trace : read().path("traces")) {
            if (trace.path("traceId").asText().equals(traceId)) {
                trace.path("spans").forEach(span -> spans.add(Span.of(span)));
            }
        }
        return spans;
    }

    private JsonNode read() {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        try {
            return Json.read(CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
