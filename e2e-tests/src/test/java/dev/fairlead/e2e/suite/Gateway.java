package dev.fairlead.e2e.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The edge as its callers have it. Immutable; headers and key are those of the instance. */
public final class Gateway {

    /** Where chat completions are. */
    public static final String CHAT = "/api/v1/chat/completions";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI uri;
    private final Map<String, String> headers;

    Gateway(URI uri, String key) {
        this(uri, Map.of("authorization", "Bearer " + key));
    }

    private Gateway(URI uri, Map<String, String> headers) {
        this.uri = uri;
        this.headers = headers;
    }

    public URI uri() {
        return uri;
    }

    /** Another service, called with the same headers. */
    public Gateway at(URI service) {
        return new Gateway(service, headers);
    }

    /** The base address that OpenAI's SDKs want. */
    public String sdkUrl() {
        return uri + "/api/v1";
    }

    /** The same, called with another API key or access token. */
    public Gateway withKey(String key) {
        return with("authorization", "Bearer " + key);
    }

    /** The same, with one more header. */
    public Gateway with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Gateway(uri, more);
    }

    /** The same, without a header. */
    public Gateway without(String name) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(name);
        return new Gateway(uri, fewer);
    }

    /** The same, with the simulator behaving as its {@code X-Sim} header says, where it is called for this. */
    public Gateway simulating(String behaviour) {
        return with("x-sim", behaviour);
    }

    /** A whole answer to a chat. */
    public Answer chat(Chat chat) {
        return post(CHAT, chat.json());
    }

    /** {@link #chat} without waiting for the answer. */
    public CompletableFuture<Answer> chatLater(Chat chat) {
        return CLIENT.sendAsync(request("POST", CHAT, BodyPublishers.ofString(chat.json())), BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.headers(), response.body()));
    }

    /** A chat as a stream, read to its end. */
    public StreamedAnswer stream(Chat chat) {
        HttpResponse<Stream<String>> response = send(
                request("POST", CHAT, BodyPublishers.ofString(chat.streamed().json())), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            List<String> told = lines.filter(line -> !line.isEmpty()).toList();
            return new StreamedAnswer(response.statusCode(), response.headers(), told);
        }
    }

    /** A chat as a stream, of which the caller reads as much as it wants; closing it hangs up. */
    public HttpResponse<InputStream> openStream(Chat chat) {
        return send(
                request("POST", CHAT, BodyPublishers.ofString(chat.streamed().json())), BodyHandlers.ofInputStream());
    }

    public Answer get(String path) {
        return call("GET", path, BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return call("DELETE", path, BodyPublishers.noBody());
    }

    public Answer post(String path, String json) {
        return call("POST", path, BodyPublishers.ofString(json));
    }

    public Answer put(String path, String json) {
        return call("PUT", path, BodyPublishers.ofString(json));
    }

    public Answer patch(String path, String json) {
        return call("PATCH", path, BodyPublishers.ofString(json));
    }

    /** Any request. */
    public Answer call(String method, String path, BodyPublisher body) {
        HttpResponse<String> response = send(request(method, path, body), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** A connection for requests that no well-behaved client sends. */
    public RawConnection connect() {
        return RawConnection.to(uri);
    }

    private HttpRequest request(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri.resolve(path)).timeout(PATIENCE).method(method, body);
        if (!headers.containsKey("content-type") && WITH_BODY.contains(method)) {
            request.header("content-type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
