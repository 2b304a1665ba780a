package dev.fairlead.edge.cache;

import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.identity.ServiceToken;
import io.smallrye.faulttolerance.api.AsynchronousNonBlocking;
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
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the cache service. A cache that hangs costs a few requests a second each, and then none: the breaker
 * opens, and lets one request find out now and then whether the cache is back.
 */
@Singleton
public class CacheCalls {

    private static final int CONNECT_MILLIS = 500;
    private static final long ANSWER_MILLIS = 1_000;
    /** Of this many calls in a row, half have to fail. */
    private static final int BREAKER_CALLS = 4;
    /** How long an open breaker stays open. */
    private static final long BREAKER_SECONDS = 5;

    private final HttpClient client;
    private final Supplier<Future<String>> tokens;
    private final String baseUrl;

    @Inject
    CacheCalls(Vertx vertx, ServiceToken token, EdgeConfig config) {
        this(vertx, token::get, config.cacheUrl());
    }

    public CacheCalls(Vertx vertx, Supplier<Future<String>> tokens, URI baseUrl) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.tokens = tokens;
        this.baseUrl = baseUrl.toString();
    }

    /** The answer; null on a miss. */
    @AsynchronousNonBlocking
    @Timeout(ANSWER_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = BREAKER_CALLS, delay = BREAKER_SECONDS, delayUnit = ChronoUnit.SECONDS)
    public CompletionStage<@Nullable CachedAnswer> lookUp(CacheKey key) {
        return call(HttpMethod.GET, key, "")
                .compose(request -> request.send())
                .compose(response -> switch (response.statusCode()) {
                    case 200 -> response.body().map(body -> answer(response, body));
                    case 404 -> Future.<@Nullable CachedAnswer>succeededFuture();
                    default -> Future.failedFuture("the cache answered " + response.statusCode());
                })
                .toCompletionStage();
    }

    /** Keeps an answer. */
    @AsynchronousNonBlocking
    @Timeout(ANSWER_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = BREAKER_CALLS, delay = BREAKER_SECONDS, delayUnit = ChronoUnit.SECONDS)
    public CompletionStage<Integer> store(
            CacheKey key, GenerationId source, int ttlSeconds, boolean stream, Buffer body) {
        return call(HttpMethod.PUT, key, "?ttl=" + ttlSeconds + "&source=" + source.value())
                .compose(request -> request.putHeader(
                                HttpHeaders.CONTENT_TYPE, stream ? "text/event-stream" : "application/json")
                        .send(body))
                .map(HttpClientResponse::statusCode)
                .toCompletionStage();
    }

    private Future<HttpClientRequest> call(HttpMethod method, CacheKey key, String query) {
        String path = "/internal/cache/" + key.organisation().value() + '/' + key.digest();
        return tokens.get()
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
