package dev.fairlead.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Calls the running simulator as its clients do. */
final class Caller {

    static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;

    Caller(URI base) {
        this.base = base;
    }

    int port() {
        return base.getPort();
    }

    /** A name that no other request has. */
    static String requestId() {
        return "request-" + REQUESTS.incrementAndGet();
    }

    /** A chat request for the model without latency, with more fields if given. */
    static String body(boolean stream, String... fields) {
        String more = fields.length == 0 ? "" : String.join(",", fields) + ",";
        return "{\"model\":\"sim-fast\",\"stream\":" + stream + "," + more + HELLO + "}";
    }

    HttpResponse<String> chat(String behaviour, String body, String... headers) {
        return send(
                request("/v1/chat/completions")
                        .header("Authorization", "Bearer sk-test")
                        .header("X-Sim", behaviour)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)), headers);
    }

    HttpResponse<String> put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path), headers);
    }

    /** The ledger's record of the call with that request id; a missing node if there is none. */
    JsonNode call(String requestId) {
        return json(get("/sim/calls?request_id=" + requestId)).path("calls").path(0);
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static boolean isJson(String text) {
        try {
            JSON.readTree(text);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** The data of the events in a body. */
    static List<String> data(String body) {
        return Arrays.stream(body.split("\n\n"))
                .filter(event -> event.startsWith("data: "))
                .map(event -> event.substring(6))
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        // The time-out of a request ends with its headers; this one covers the body too.
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
