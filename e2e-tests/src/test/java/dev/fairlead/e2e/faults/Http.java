package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;

/** HTTP/1.1, as tests need it. */
final class Http {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Http() {}

    /** A client with connections of its own; a test that kills servers wants no connection of a former one. */
    static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    static String get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    static void put(URI uri, String json) {
        send(HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    static void delete(URI uri) {
        send(HttpRequest.newBuilder(uri).DELETE());
    }

    private static String send(HttpRequest.Builder request) {
        try (HttpClient client = newClient()) {
            HttpResponse<String> response =
                    client.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response.uri() + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
