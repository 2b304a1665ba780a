package dev.fairlead.simulator.playback;

import java.util.List;

import dev.fairlead.simulator.behaviour.Behaviour.Shape;
import dev.fairlead.simulator.behaviour.Fault;
import dev.fairlead.simulator.behaviour.Turn;
import dev.fairlead.simulator.ledger.Call;
import dev.fairlead.simulator.ledger.Outcome;
import dev.fairlead.simulator.wire.Answer;
import dev.fairlead.simulator.wire.EventWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Delivers an answer as a stream of events at its pace. Lateness of one event does not delay those after it. The pace
 * also yields to a client that reads more slowly.
 */
final class StreamedDelivery {

    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    /** Events in one turn of the event loop, so that one fast stream does not hold up others. */
    private static final int MOST_AT_ONCE = 64;

    private static final double NANOS = 1_000_000_000;

    private final Exchange exchange;
    private final Call call;
    private final EventWriter events;
    private final Turn turn;
    private final Shape shape;
    private final Answer answer;
    private final Outlet outlet;
    private Fault.@Nullable MidAnswer fault;
    private int tokens;
    private int chunks;
    private long pacedSince;

    StreamedDelivery(Exchange exchange, EventWriter events, Turn turn, Answer answer, Fault.@Nullable MidAnswer fault) {
        this.exchange = exchange;
        this.call = exchange.call();
        this.events = events;
        this.turn = turn;
        this.shape = turn.behaviour().shape();
        this.answer = answer;
        this.outlet = new Outlet(exchange, shape);
        this.fault = fault;
    }

    void begin() {
        exchange.head(200, EVENT_STREAM);
        exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        exchange.response().setChunked(true);
        if (turn.timeToFirstToken() > 0) {
            exchange.response().writeHead();
        }
        exchange.after(turn.timeToFirstToken(), this::open);
    }

    private void open() {
        for (Buffer event : events.opening()) {
            write(event);
        }
        exchange.after(turn.silence(), () -> {
            pacedSince = System.nanoTime();
            advance();
        });
    }

    /** Writes what is due, then comes back when there is more, or ends the stream. */
    private void advance() {
        for (int written = 0; written < MOST_AT_ONCE; written++) {
            boolean done = tokens >= answer.tokens().content();
            if (fault != null && (chunks >= fault.afterChunks() || done) && breaksOff(fault)) {
                return;
            }
            if (done) {
                close();
                return;
            }
            long waitNanos = nanosToNext();
            if (waitNanos > 0) {
                exchange.after(waitNanos / 1_000, this::advance);
                return;
            }
            if (outlet.isFull()) {
                outlet.whenDrained(this::advance);
                return;
            }
            writeContent();
        }
        exchange.yieldThen(this::advance);
    }

    private long nanosToNext() {
        double perSecond = turn.behaviour().timing().tokensPerSecond();
        if (perSecond == 0) {
            return 0;
        }
        long due = pacedSince + (long) (tokens / perSecond * NANOS);
        // Less than a millisecond is below what a timer can do: then it is due.
        return Math.max(0, due - System.nanoTime() - 500_000);
    }

    private void writeContent() {
        int next = Math.min(tokens + shape.chunk(), answer.tokens().content());
        Buffer event = events.content(tokens, next);
        tokens = next;
        chunks++;
        call.delivered(answer.tokens().reasoning() + tokens);
        write(event);
        if (shape.ping() > 0 && chunks % shape.ping() == 0) {
            outlet.write(events.comment());
        }
    }

    private void close() {
        List<Buffer> closing = events.closing();
        for (Buffer event : closing.subList(0, closing.size() - 1)) {
            write(event);
        }
        outlet.end(closing.getLast(), () -> {
            call.wroteEvent();
            call.deliveredAll(answer.tokens().completion());
            if (answer.reportsUsage(true)) {
                call.reportedUsage();
            }
            exchange.end(Playback.outcome(turn));
        });
    }

    /** Does what the fault says; false if the stream goes on after it. */
    private boolean breaksOff(Fault.MidAnswer due) {
        fault = null;
        switch (due.how()) {
            case HANG -> {} // until the client leaves
            case RESET -> outlet.then(exchange::reset);
            case CUT ->
                outlet.then(() -> {
                    exchange.end(Outcome.FAILED);
                    exchange.response().end();
                });
            case MALFORMED -> {
                write(events.malformed());
                return false;
            }
            case ERROR ->
                outlet.end(events.error(), () -> {
                    call.wroteEvent();
                    exchange.end(Outcome.FAILED);
                });
        }
        return true;
    }

    private void write(Buffer event) {
        call.wroteEvent();
        outlet.write(event);
    }
}
