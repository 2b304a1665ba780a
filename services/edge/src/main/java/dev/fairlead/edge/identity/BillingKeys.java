package dev.fairlead.edge.identity;

import java.io.IOException;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
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

    /** The key, null if there is none; fails if billing, or Keycloak before it, cannot be asked. */
    Future<@Nullable ApiKey> find(KeyHash hash) {
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
                }));
    }

    private static ApiKey parse(byte[] json) {
        try {
            return FairleadJson.mapper().readValue(json, ApiKey.class);
        } catch (IOException e) {
            throw new IllegalStateException("billing's answer is not an API key", e);
        }
    }
}
