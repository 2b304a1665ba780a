package dev.fairlead.edge.dispatch;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.ProviderAdapter;
import dev.fairlead.edge.provider.WholeAnswer;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one endpoint. Tells its listener of events as they come and then exactly once how it ended, and says
 * nothing more after it was cancelled. Lives on one event loop.
 */
final class UpstreamCall {

    /** Takes what comes. */
    interface Listener {

        /** A part of a stream. */
        void event(CompletionEvent event);

        /** All events of one network buffer have been told. */
        void partDone();

        /** The stream has ended, in the view of the connection. */
        void streamEnded();

        /** The whole answer. */
        void whole(WholeAnswer answer);

        /** The attempt has failed. */
        void failed(Fault fault);
    }

    private static final int MAX_ERROR_BYTES = 65_536;

    /** Servers close connections that were idle for some seconds; one that was used a moment ago is not stale. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A stale connection breaks as soon as something is sent; later, the request was being worked on. */
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final UpstreamClients.Connections connections;
    private final ProviderAdapter adapter;
    private final @Nullable String credential;
    private final boolean stream;
    private final int maxAnswerBytes;
    private final int maxEventBytes;
    private final Listener listener;

    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private UpstreamClients.@Nullable Connected connection;
    private long lastActivityNanos = System.nanoTime();
    private boolean over;

    UpstreamCall(
            UpstreamClients.Connections connections,
            ProviderAdapter adapter,
            @Nullable String credential,
            boolean stream,
            int maxAnswerBytes,
            int maxEventBytes,
            Listener listener) {
        this.connections = connections;
        this.adapter = adapter;
        this.credential = credential;
        this.stream = stream;
        this.maxAnswerBytes = maxAnswerBytes;
        this.maxEventBytes = maxEventBytes;
        this.listener = listener;
    }

    void start(RequestOptions options, Buffer body) {
        connections.request(options).onComplete(connected -> connected(connected, options, body));
    }

    private void connected(AsyncResult<UpstreamClients.Connected> connected, RequestOptions options, Buffer body) {
        if (over) {
            if (connected.succeeded()) {
                connected.result().request().reset();
            }
        } else if (connected.failed()) {
            fail(notConnected(connected.cause()));
        } else {
            send(connected.result(), options, body);
        }
    }

    private static Fault notConnected(Throwable cause) {
        return switch (cause) {
            case UnreachableException unreachable -> Fault.of(OutcomeKind.CONNECT_FAILED, unreachable.reason());
            case ConnectionPoolTooBusyException _ -> Fault.of(OutcomeKind.LOCAL_LIMIT, "no connection was free");
            default -> Fault.of(OutcomeKind.CONNECT_FAILED, "no connection could be made");
        };
    }

    /** When something last came from the provider. */
    long lastActivityNanos() {
        return lastActivityNanos;
    }

    /** Stops the attempt; the provider sees its connection closed. */
    void cancel() {
        over = true;
        if (request != null) {
            request.reset();
        }
    }

    /** All has been received that is wanted; the connection may be used again once the answer has ended. */
    void complete() {
        over = true;
        resume();
    }

    void pause() {
        if (response != null && !over) {
            response.pause();
        }
    }

    void resume() {
        if (response != null) {
            response.resume();
        }
    }

    private void send(UpstreamClients.Connected on, RequestOptions options, Buffer body) {
        HttpClientRequest sent = on.request();
        connection = on;
        request = sent;
        long sentNanos = System.nanoTime();
        sent.exceptionHandler(e -> lost(on, sentNanos, options, body));
        sent.response().onComplete(answer -> {
            if (answer.succeeded()) {
                head(answer.result());
            } else {
                lost(on, sentNanos, options, body);
            }
        });
        sent.end(body);
    }

    /**
     * The connection has broken. If it had been idle and broke before anything came, its server had most likely closed
     * it before the request was sent: that says nothing of the endpoint, which gets the request again on a new one.
     */
    private void lost(UpstreamClients.Connected on, long sentNanos, RequestOptions options, Buffer body) {
        if (over || !on.equals(connection)) {
            return;
        }
        if (response != null) {
            fail(Fault.of(OutcomeKind.CONNECTION_LOST, "the connection was lost within the answer"));
        } else if (on.idleNanos() >= STALE_NANOS && System.nanoTime() - sentNanos < AT_ONCE_NANOS) {
            connection = null;
            request = null;
            connections.requestAfresh(options).onComplete(connected -> connected(connected, options, body));
        } else {
            fail(Fault.of(OutcomeKind.CONNECTION_LOST, "the connection was lost before an answer came"));
        }
    }

    private void head(HttpClientResponse answer) {
        if (over) {
            return;
        }
        response = answer;
        lastActivityNanos = System.nanoTime();
        answer.exceptionHandler(
                e -> fail(Fault.of(OutcomeKind.CONNECTION_LOST, "the connection was lost within the answer")));
        if (answer.statusCode() != 200) {
            collect(
                    answer,
                    MAX_ERROR_BYTES,
                    true,
                    body -> fail(Fault.ofStatus(
                            answer.statusCode(), withoutCredential(body), answer.headers(), Instant.now())));
        } else if (!stream) {
            collect(answer, maxAnswerBytes, false, this::readWhole);
        } else if (isEventStream(answer)) {
            readStream(answer);
        } else {
            collect(
                    answer,
                    MAX_ERROR_BYTES,
                    true,
                    body -> fail(new Fault(
                            OutcomeKind.MALFORMED,
                            200,
                            "the provider answered a stream request without a stream",
                            null)));
        }
    }

    /** What the provider says of an error; some repeat the credential that they were sent. */
    private @Nullable String withoutCredential(byte[] body) {
        String message = adapter.errorMessage(body);
        return message == null || credential == null ? message : message.replace(credential, "[redacted]");
    }

    private static boolean isEventStream(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    private void readStream(HttpClientResponse answer) {
        ProviderAdapter.StreamReader reader = adapter.openStream(maxEventBytes, event -> {
            if (!over) {
                listener.event(event);
            }
        });
        answer.handler(part -> {
            if (over) {
                return;
            }
            lastActivityNanos = System.nanoTime();
            read(() -> reader.feed(part));
            if (!over) {
                listener.partDone();
            }
        });
        answer.endHandler(end -> {
            connectionIsFree();
            if (!over) {
                read(reader::end);
            }
            if (!over) {
                over = true;
                listener.streamEnded();
            }
        });
    }

    private void connectionIsFree() {
        UpstreamClients.LastUse lastUse = connection == null ? null : connection.lastUse();
        if (lastUse != null) {
            lastUse.isNow();
        }
    }

    private void readWhole(byte[] body) {
        read(() -> {
            WholeAnswer answer = adapter.readWhole(body);
            over = true;
            listener.whole(answer);
        });
    }

    private void read(Runnable reading) {
        try {
            reading.run();
        } catch (JsonFault e) {
            fail(new Fault(OutcomeKind.MALFORMED, 200, "the provider's answer is not valid: " + e.getMessage(), null));
        }
    }

    private interface BodyHandler {
        void body(byte[] bytes);
    }

    private void collect(HttpClientResponse answer, int limit, boolean truncate, BodyHandler then) {
        Buffer body = Buffer.buffer(expectedLength(answer, limit));
        answer.handler(part -> {
            lastActivityNanos = System.nanoTime();
            if (body.length() + part.length() <= limit) {
                body.appendBuffer(part);
            } else if (!truncate && !over) {
                fail(new Fault(OutcomeKind.MALFORMED, 200, "the answer is larger than " + limit + " bytes", null));
            }
        });
        answer.endHandler(end -> {
            connectionIsFree();
            if (!over) {
                then.body(body.getBytes());
            }
        });
    }

    private static int expectedLength(HttpClientResponse answer, int limit) {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 1024 : Math.clamp(Long.parseLong(length), 0, limit);
        } catch (NumberFormatException e) {
            return 1024;
        }
    }

    private void fail(Fault fault) {
        if (over) {
            return;
        }
        over = true;
        boolean connectionIsUsable = fault.status() != 0 && fault.kind() != OutcomeKind.MALFORMED;
        if (request != null && !connectionIsUsable) {
            request.reset();
        }
        listener.failed(fault);
    }
}
