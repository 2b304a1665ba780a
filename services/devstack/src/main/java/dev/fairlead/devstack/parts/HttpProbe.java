package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a part over HTTP whether it is healthy. */
final class HttpProbe {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Pattern DOWN =
            Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"status\"\\s*:\\s*\"DOWN\"");

    private HttpProbe() {}

    /** Why the address does not answer 200, in a few words; empty if it does. */
    static Optional<String> ask(URI uri) {
        try {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build(), BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? Optional.empty()
                    : Optional.of(reason(response.statusCode(), response.body()));
        } catch (ConnectException e) {
            return Optional.of("does not listen yet");
        } catch (IOException e) {
            return Optional.of("does not answer yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Names the checks that are down if the body is that of a health endpoint. */
    static String reason(int status, String body) {
        String down = DOWN.matcher(body).results().map(match -> match.group(1)).collect(Collectors.joining(", "));
        return down.isEmpty() ? "HTTP " + status : "down: " + down;
    }
}
