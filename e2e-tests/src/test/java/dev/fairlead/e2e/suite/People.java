package dev.fairlead.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The people of the demo realm. Of {@code acme}: alice (admin), bob (developer), carol (billing), dave (viewer); of
 * {@code globex}: erin (admin).
 */
public final class People {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI token;

    People(String keycloakUrl) {
        this.token = URI.create(keycloakUrl + "/realms/fairlead/protocol/openid-connect/token");
    }

    /** A fresh access token of a person, whose password is their name. */
    public String tokenOf(String name) {
        HttpRequest request = HttpRequest.newBuilder(token)
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=fairlead-cli&username=" + name + "&password=" + name))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("no token for " + name + ": " + response.body());
            }
            return Json.read(response.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
