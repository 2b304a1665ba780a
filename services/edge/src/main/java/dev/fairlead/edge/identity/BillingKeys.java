package dev.fairlead.edge.identity;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.json.FairleadJson;
import io.smallrye.faulttolerance.api.AsynchronousNonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jspecify.annotations.Nullable;

/** Asks billing for a key. */
@Singleton
public class BillingKeys {

    private static final int CONNECT_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 2_000;

    private final HttpClient client;
    private final ServiceToken token;
    private final String baseUrl;

    BillingKeys(Vertx vertx, ServiceToken token, EdgeConfig config) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.token = token;
        this.baseUrl = config.billingUrl().toString();
    }

    /**
     * The key, null if there is none; fails if billing, or Keycloak before it, cannot be asked. While most calls fail,
     * most are not made, so that unknown keys are answered at once and billing comes up in peace.
     */
    @AsynchronousNonBlocking
    @Timeout(ANSWER_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.8, delay = 1, delayUnit = ChronoUnit.SECONDS)
    public CompletionStage<@Nullable ApiKey> find(KeyHash hash) {
        return token.get()
                .compose(bearer -> client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(baseUrl + "/internal/keys/" + hash.value())
                        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + bearer)
                        .setTimeout(ANSWER_MILLIS)))
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> switch (response.statusCode()) {
                    case 200 -> parse(body.getBytes());
                    case 404 -> null;
                    default -> throw new IllegalStateException("billing answered " + response.statusCode());
                }))
                .toCompletionStage();
    }

    private static ApiKey parse(byte[] json) {
        try {
            return FairleadJson.mapper().readValue(json, ApiKey.class);
        } catch (IOException e) {
            throw new IllegalStateException("billing's answer is not an API key", e);
        }
    }
}
