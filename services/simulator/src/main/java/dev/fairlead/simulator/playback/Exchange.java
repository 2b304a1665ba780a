package dev.fairlead.simulator.playback;

import dev.fairlead.simulator.ledger.Call;
import dev.fairlead.simulator.ledger.Ledger;
import dev.fairlead.simulator.ledger.Outcome;
import io.netty.channel.socket.SocketChannelConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * One request with its response and its record. Belongs to the event loop of the request. Once it has ended, nothing
 * that was to happen later happens any more.
 */
public final class Exchange {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final long HTTP_2_INTERNAL_ERROR = 2;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Ledger ledger;
    private final Call call;
    private boolean ended;

    private Exchange(Vertx vertx, HttpServerRequest request, Ledger ledger, Call call) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.ledger = ledger;
        this.call = call;
    }

    /** Begins an exchange, and from here on notices if the client leaves. */
    public static Exchange open(Vertx vertx, HttpServerRequest request, Ledger ledger, Call call) {
        Exchange exchange = new Exchange(vertx, request, ledger, call);
        exchange.response.closeHandler(_ -> exchange.clientGone());
        exchange.response.exceptionHandler(_ -> exchange.clientGone());
        return exchange;
    }

    public Call call() {
        return call;
    }

    public boolean hasEnded() {
        return ended;
    }

    HttpServerResponse response() {
        return response;
    }

    /** Goes on with a step after some microseconds (timers count whole milliseconds), unless it has ended by then. */
    void after(long micros, Runnable step) {
        if (micros <= 0) {
            step.run();
        } else {
            vertx.setTimer(Math.ceilDiv(micros, 1_000L), _ -> unlessEnded(step));
        }
    }

    /** Runs a step after some microseconds, but never at once, whether it has ended by then or not. */
    void later(long micros, Runnable step) {
        if (micros <= 0) {
            vertx.getOrCreateContext().runOnContext(_ -> step.run());
        } else {
            vertx.setTimer(Math.ceilDiv(micros, 1_000L), _ -> step.run());
        }
    }

    /** Goes on with a step after others had their turn on this event loop, unless it has ended by then. */
    void yieldThen(Runnable step) {
        vertx.getOrCreateContext().runOnContext(_ -> unlessEnded(step));
    }

    void unlessEnded(Runnable step) {
        if (!ended) {
            step.run();
        }
    }

    /** Notes how the call ended. To be called before the last bytes go out, so that who has them finds the record. */
    public void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            ledger.end(call, outcome);
        }
    }

    /** Sets status and headers. */
    void head(int status, CharSequence contentType) {
        call.status(status);
        response.setStatusCode(status);
        response.headers().set(HttpHeaders.CONTENT_TYPE, contentType).set(REQUEST_ID, call.id());
    }

    /** Answers in one go, and ends. */
    void answer(int status, CharSequence contentType, Buffer body, Outcome outcome) {
        if (ended) {
            return;
        }
        head(status, contentType);
        end(outcome);
        response.end(body);
    }

    /** Answers with JSON, and ends. */
    public void answerJson(int status, Buffer body, Outcome outcome) {
        answer(status, JSON, body, outcome);
    }

    /** Answers with an error that the behaviour asks for, and ends. */
    void fail(int status, Buffer body, @Nullable Integer retryAfterSeconds) {
        if (retryAfterSeconds != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds.toString());
        }
        answerJson(status, body, Outcome.FAILED);
    }

    /** Resets the connection: with a RST on TCP, so that the client sees no orderly end, or the stream on HTTP/2. */
    void reset() {
        end(Outcome.FAILED);
        boolean ownConnection = request.version() != HttpVersion.HTTP_2;
        // No public API gets at the socket; without it the client would get a FIN, which is another fault.
        if (ownConnection
                && request.connection() instanceof ConnectionBase connection
                && connection.channel().config() instanceof SocketChannelConfig socket) {
            socket.setSoLinger(0);
            connection.channel().close();
        } else {
            response.reset(HTTP_2_INTERNAL_ERROR);
        }
    }

    /** Closes the connection in order, in the middle of whatever was being written. */
    void close() {
        end(Outcome.FAILED);
        request.connection().close();
    }

    public void clientGone() {
        end(Outcome.CLIENT_GONE);
    }
}
