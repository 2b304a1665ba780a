package dev.fairlead.edge.dispatch;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets, in OpenAI's wire format: the provider's bytes, with our id, model and provider in the place of
 * the provider's, and with what it cost. Lives on one event loop.
 */
final class Reply {

    private static final CharSequence GENERATION_ID = HttpHeaders.createOptimized("x-generation-id");
    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-store");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final String KEEP_ALIVE = ": FAIRLEAD PROCESSING\n\n";
    private static final byte[] EVENT_END = "}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String DONE = "data: [DONE]\n\n";

    private final HttpServerResponse response;
    private final GenerationId generation;
    private final long created;
    private Buffer out = Buffer.buffer();
    private String identity = "";
    private byte[] eventStart = new byte[0];
    private @Nullable Buffer recording;

    Reply(HttpServerResponse response, GenerationId generation, long createdSeconds) {
        this.response = response;
        this.generation = generation;
        this.created = createdSeconds;
    }

    /** Names the endpoint that is answering; chunks that were held back for an earlier one are dropped. */
    void answeredBy(String model, String provider) {
        identity = "\"id\":\"" + generation.value() + "\",\"provider\":" + JsonText.quote(provider) + ",\"model\":"
                + JsonText.quote(model);
        eventStart = ("data: {" + identity).getBytes(StandardCharsets.UTF_8);
        out = Buffer.buffer();
    }

    /** Names whoever had answered when this answer of ours was made. */
    void answeredBy(JsonIndex answer) {
        answeredBy(text(answer, "model"), text(answer, "provider"));
    }

    /** Keeps a copy of the chunks, for the cache. */
    void record() {
        recording = Buffer.buffer();
    }

    /** The chunks so far; null if they were not recorded. */
    @Nullable
    Buffer recording() {
        return recording;
    }

    /** Adds a chunk; it is sent with the next {@link #flush}. */
    void chunk(JsonIndex json) {
        int start = out.length();
        out.appendBytes(eventStart);
        byte[] bytes = json.bytes();
        for (int i = 0; i < json.size(); i++) {
            if (!isReplaced(json, i)) {
                int from = json.memberStart(i);
                out.appendByte((byte) ',').appendBytes(bytes, from, json.valueEnd(i) - from);
            }
        }
        out.appendBytes(EVENT_END);
        if (recording != null) {
            recording.appendBuffer(out, start, out.length() - start);
        }
    }

    /** Sends what has been added. */
    void flush() {
        if (out.length() > 0) {
            beginStream();
            response.write(out);
            out = Buffer.buffer();
        }
    }

    /** Tells the caller that there is still somebody there. From here on the status is 200. */
    void keepAlive() {
        beginStream();
        response.write(KEEP_ALIVE);
    }

    /** Whether the caller has been sent anything. */
    boolean hasBegun() {
        return response.headWritten();
    }

    boolean isGone() {
        return response.closed() || response.ended();
    }

    HttpServerResponse response() {
        return response;
    }

    /** Ends a stream with the usage in a last chunk. */
    void endStream(String usageJson) {
        beginStream();
        out.appendString("data: {")
                .appendString(identity)
                .appendString(",\"object\":\"chat.completion.chunk\",\"created\":")
                .appendString(Long.toString(created))
                .appendString(",\"choices\":[],\"usage\":")
                .appendString(usageJson)
                .appendString("}\n\n")
                .appendString(DONE);
        response.end(out);
    }

    /** Sends an answer that is not streamed, and returns it. */
    byte[] whole(JsonIndex json, String usageJson) {
        Splice splice = new Splice(json);
        for (int i = 0; i < json.size(); i++) {
            if (isReplaced(json, i)) {
                splice.remove(i);
            }
        }
        splice.add(identity);
        splice.add("\"usage\":" + usageJson);
        byte[] body = splice.apply();
        head(200, JSON);
        response.end(Buffer.buffer(body));
        return body;
    }

    /** Ends with an error: as a response of its own, or as the last event of a stream that has begun. */
    void fail(ApiError error, String model, @Nullable String usageJson) {
        if (isGone()) {
            return;
        }
        if (!hasBegun()) {
            if (error.retryAfterSeconds() > 0) {
                response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
            }
            head(error.status(), JSON);
            response.end(Buffer.buffer(error.toJson()));
            return;
        }
        byte[] chunk = error.toStreamChunk(generation.value(), model, created);
        if (usageJson != null) {
            chunk = new Splice(JsonIndex.of(chunk))
                    .add("\"usage\":" + usageJson)
                    .apply();
        }
        out.appendString("data: ").appendBytes(chunk).appendString("\n\n");
        response.end(out);
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

    private static String text(JsonIndex json, String name) {
        int i = json.find(name);
        return i < 0 ? "" : JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i));
    }

    private static boolean isReplaced(JsonIndex json, int i) {
        return json.keyIs(i, "id") || json.keyIs(i, "model") || json.keyIs(i, "provider") || json.keyIs(i, "usage");
    }
}
