package dev.fairlead.edge.api;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.telemetry.RequestMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Refuses requests before anything was spent on them. */
@Singleton
class Refusals {

    private static final CharSequence GENERATION_ID = HttpHeaders.createOptimized("x-generation-id");

    private static final long LINGER_MILLIS = 500;

    private final Vertx vertx;
    private final RequestMetrics metrics;

    Refusals(Vertx vertx, RequestMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    void send(HttpServerRequest request, GenerationId generation, ApiError error) {
        request.response().putHeader(GENERATION_ID, generation.value());
        send(request, error);
    }

    void send(HttpServerRequest request, ApiError error) {
        metrics.refused(error.status());
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (error.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
        }
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            // The rest of the body is not worth reading, and a connection cannot be used again without reading it. Nor
            // is it closed at once: the reset would overtake the response of a caller that still sends.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            vertx.setTimer(LINGER_MILLIS, timer -> request.connection().close());
        }
        response.setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .end(Buffer.buffer(error.toJson()));
    }
}
