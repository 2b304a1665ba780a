package dev.fairlead.edge.dispatch;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.metering.UsageJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** An answer that goes to a caller by HTTP. */
public final class HttpReply implements Reply {

    private static final CharSequence GENERATION_ID = HttpHeaders.createOptimized("x-generation-id");
    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-store");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final String KEEP_ALIVE = ": FAIRLEAD PROCESSING\n\n";

    private final HttpServerResponse response;
    private final GenerationId generation;

    public HttpReply(HttpServerResponse response, GenerationId generation) {
        this.response = response;
        this.generation = generation;
    }

    @Override
    public void onGone(Runnable gone) {
        response.closeHandler(closed -> gone.run());
        response.exceptionHandler(e -> gone.run());
    }

    @Override
    public boolean isGone() {
        return response.closed() || response.ended();
    }

    @Override
    public void header(String name, String value) {
        response.putHeader(name, value);
    }

    @Override
    public void send(Buffer events) {
        beginStream();
        response.write(events);
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable drained) {
        response.drainHandler(x -> drained.run());
    }

    /** From here on the status is 200. */
    @Override
    public void keepAlive() {
        beginStream();
        response.write(KEEP_ALIVE);
    }

    @Override
    public void endStream(Buffer events) {
        beginStream();
        response.end(events);
    }

    @Override
    public void whole(Buffer body, Bill bill) {
        head(200, JSON);
        response.end(body);
    }

    /** A response of its own, or the last event of a stream that has begun. */
    @Override
    public void fail(ApiError error, String model, @Nullable Bill bill, @Nullable String metadata) {
        if (isGone()) {
            return;
        }
        if (!response.headWritten()) {
            if (error.retryAfterSeconds() > 0) {
                response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
            }
            head(error.status(), JSON);
            response.end(Buffer.buffer(extended(error.toJson(), null, metadata)));
            return;
        }
        byte[] chunk = error.toStreamChunk(generation.value(), model, System.currentTimeMillis() / 1000);
        response.end(Buffer.buffer("data: ")
                .appendBytes(extended(chunk, bill, metadata))
                .appendString("\n\n"));
    }

    private static byte[] extended(byte[] error, @Nullable Bill bill, @Nullable String metadata) {
        if (bill == null && metadata == null) {
            return error;
        }
        Splice splice = new Splice(JsonIndex.of(error));
        if (bill != null) {
            splice.add("\"usage\":" + UsageJson.of(bill.usage(), bill.cost()));
        }
        if (metadata != null) {
            splice.add("\"openrouter_metadata\":" + metadata);
        }
        return splice.apply();
    }

    private void beginStream() {
        if (!response.headWritten()) {
            response.setChunked(true);
            head(200, EVENT_STREAM);
        }
    }

    private void head(int status, CharSequence contentType) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, PRIVATE)
                .putHeader(GENERATION_ID, generation.value());
    }
}
