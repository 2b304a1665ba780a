package dev.fairlead.edge.cache;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.identity.ServiceToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the cache service. While it is away, or slow, every look-up is a miss. */
@Singleton
public class ResponseCache {

    private static final Logger LOG = Logger.getLogger(ResponseCache.class);
    private static final int CONNECT_MILLIS = 500;
    private static final long ANSWER_MILLIS = 1_000;

    /** The largest answer that is worth keeping, in bytes. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private final HttpClient client;
    private final ServiceToken token;
    private final String baseUrl;

    ResponseCache(Vertx vertx, ServiceToken token, EdgeConfig config) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.token = token;
        this.baseUrl = config.cacheUrl().toString();
    }

    /** The answer; null on a miss. Never fails. */
    public Future<@Nullable CachedAnswer> lookUp(CacheKey key) {
        return call(HttpMethod.GET, key, "")
                .compose(request -> request.send())
                .compose(response -> switch (response.statusCode()) {
                    case 200 -> response.body().map(body -> answer(response, body));
                    case 404 -> Future.<@Nullable CachedAnswer>succeededFuture();
                    default -> Future.failedFuture("the cache answered " + response.statusCode());
                })
                .otherwise(e -> {
                    LOG.debugf("cache look-up: %s", e.getMessage());
                    return null;
                });
    }

    /** Keeps an answer, if the cache is there. */
    public void store(CacheKey key, GenerationId source, int ttlSeconds, boolean stream, Buffer body) {
        if (body.length() > MAX_BYTES) {
            return;
        }
        call(HttpMethod.PUT, key, "?ttl=" + ttlSeconds + "&source=" + source.value())
                .compose(request -> request.putHeader(
                                HttpHeaders.CONTENT_TYPE, stream ? "text/event-stream" : "application/json")
                        .send(body))
                .onFailure(e -> LOG.debugf("cache store: %s", e.getMessage()));
    }

    private Future<HttpClientRequest> call(HttpMethod method, CacheKey key, String query) {
        String path = "/internal/cache/" + key.organisation().value() + '/' + key.digest();
        return token.get()
                .compose(bearer -> client.request(new RequestOptions()
                        .setMethod(method)
                        .setAbsoluteURI(baseUrl + path + query)
                        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + bearer)
                        .setTimeout(ANSWER_MILLIS)));
    }

    private static CachedAnswer answer(HttpClientResponse response, Buffer body) {
        return new CachedAnswer(
                body,
                headerOr(response, "x-cache-age", "0"),
                headerOr(response, "x-cache-ttl", "0"),
                headerOr(response, "x-cache-source", ""));
    }

    private static String headerOr(HttpClientResponse response, String name, String otherwise) {
        String value = response.getHeader(name);
        return value == null ? otherwise : value;
    }
}
