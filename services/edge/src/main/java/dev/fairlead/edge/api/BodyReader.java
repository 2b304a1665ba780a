package dev.fairlead.edge.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.timing.LoopTicker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests: all of it, within bounds of size and time. */
@Singleton
class BodyReader {

    private static final int FIRST_SIZE = 4096;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final int REQUEST_TIMEOUT = 408;

    private final LoopTicker ticker;
    private final int maxBytes;
    private final int maxHeaderBytes;
    private final long timeoutNanos;

    BodyReader(LoopTicker ticker, EdgeConfig config) {
        this.ticker = ticker;
        this.maxBytes = config.requests().maxBodyBytes();
        this.maxHeaderBytes = config.requests().maxHeaderBytes();
        this.timeoutNanos = config.requests().bodyTimeout().toNanos();
    }

    /** What is wrong with a request for JSON by its head alone; null if nothing is. */
    @Nullable
    ApiError checkHead(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        ApiError fault = checkSize(request);
        if (fault == null && (type == null || !isJson(type))) {
            fault = ApiError.of(
                            ErrorType.INVALID_REQUEST,
                            "The Content-Type must be application/json" + (type == null ? "." : ", not another."))
                    .withStatus(UNSUPPORTED_MEDIA_TYPE);
        }
        return fault;
    }

    /** Whether a request is too large by its head alone; null if it is not. */
    @Nullable
    ApiError checkSize(HttpServerRequest request) {
        int headerBytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            headerBytes += header.getKey().length() + header.getValue().length();
            if (headerBytes > maxHeaderBytes) {
                return ApiError.of(
                                ErrorType.INVALID_REQUEST,
                                "The headers are longer than " + maxHeaderBytes + " bytes; the header '"
                                        + header.getKey() + "' exceeds it.")
                        .withStatus(HEADERS_TOO_LARGE);
            }
        }
        return contentLength(request) > maxBytes ? tooLarge() : null;
    }

    /** Reads the body; calls exactly one of the two, or none if the caller goes away. */
    void read(HttpServerRequest request, Consumer<byte[]> done, Consumer<ApiError> refused) {
        new Reading(request, done, refused).start();
    }

    private static boolean isJson(String type) {
        String lower = type.strip().toLowerCase(Locale.ROOT);
        int end = lower.indexOf(';');
        String media = end < 0 ? lower : lower.substring(0, end).strip();
        return media.equals("application/json") || (media.startsWith("application/") && media.endsWith("+json"));
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private ApiError tooLarge() {
        return ApiError.of(ErrorType.PAYLOAD_TOO_LARGE, "The body is larger than " + maxBytes + " bytes.");
    }

    private final class Reading implements LoopTicker.Ticking {

        private final HttpServerRequest request;
        private final Consumer<byte[]> done;
        private final Consumer<ApiError> refused;
        private final long startedNanos = System.nanoTime();
        private byte[] bytes;
        private int length;
        private boolean over;

        Reading(HttpServerRequest request, Consumer<byte[]> done, Consumer<ApiError> refused) {
            this.request = request;
            this.done = done;
            this.refused = refused;
            long announced = contentLength(request);
            this.bytes = new byte[announced < 0 ? FIRST_SIZE : (int) announced];
        }

        void start() {
            request.exceptionHandler(gone -> end());
            request.handler(this::part);
            request.endHandler(end -> complete());
            ticker.add(this);
            request.resume();
        }

        @Override
        public void tick(long nowNanos) {
            if (nowNanos - startedNanos > timeoutNanos) {
                refuse(ApiError.of(
                                ErrorType.INVALID_REQUEST,
                                "The body did not arrive in time; " + length + " bytes of it did.")
                        .withStatus(REQUEST_TIMEOUT));
            }
        }

        private void part(Buffer part) {
            if (over) {
                return;
            }
            int total = length + part.length();
            if (total > maxBytes) {
                refuse(tooLarge());
                return;
            }
            if (total > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(total, Math.min(maxBytes, bytes.length * 2)));
            }
            part.getBytes(bytes, length);
            length = total;
        }

        private void complete() {
            if (!over) {
                end();
                done.accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
            }
        }

        private void refuse(ApiError error) {
            if (!over) {
                end();
                refused.accept(error);
            }
        }

        private void end() {
            over = true;
            ticker.remove(this);
        }
    }
}
