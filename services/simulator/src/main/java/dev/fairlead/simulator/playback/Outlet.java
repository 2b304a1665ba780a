package dev.fairlead.simulator.playback;

import java.util.ArrayDeque;

import dev.fairlead.simulator.behaviour.Behaviour.Shape;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes to a response: each buffer at once, or dribbled, a few bytes at a time. Event loop only. */
final class Outlet {

    private static final int MOST_WAITING = 16;

    private final Exchange exchange;
    private final HttpServerResponse response;
    private final int dribble;
    private final long gapMicros;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private Future<Void> lastWrite = Future.succeededFuture();
    private boolean pumping;

    private sealed interface Item {
        record Bytes(Buffer buffer) implements Item {}

        record Step(Runnable step) implements Item {}
    }

    Outlet(Exchange exchange, Shape shape) {
        this.exchange = exchange;
        this.response = exchange.response();
        this.dribble = shape.dribble();
        this.gapMicros = shape.dribbleGap();
    }

    void write(Buffer buffer) {
        if (dribble == 0) {
            lastWrite = response.write(buffer);
        } else {
            add(new Item.Bytes(buffer));
        }
    }

    /** Runs a step once everything before it is written, unless the exchange has ended by then. */
    void then(Runnable step) {
        if (dribble == 0) {
            lastWrite.onComplete(_ -> exchange.unlessEnded(step));
        } else {
            add(new Item.Step(() -> exchange.unlessEnded(step)));
        }
    }

    /**
     * Writes the last buffer and ends the response.
     *
     * @param before run before that buffer is written
     */
    void end(Buffer last, Runnable before) {
        if (dribble == 0) {
            before.run();
            response.end(last);
        } else {
            add(new Item.Step(before));
            add(new Item.Bytes(last));
            add(new Item.Step(response::end));
        }
    }

    /** Whether the writer should wait for {@link #whenDrained}. */
    boolean isFull() {
        return dribble == 0 ? response.writeQueueFull() : waiting.size() > MOST_WAITING;
    }

    void whenDrained(Runnable step) {
        if (dribble == 0) {
            response.drainHandler(_ -> {
                response.drainHandler(null);
                exchange.unlessEnded(step);
            });
        } else {
            then(step);
        }
    }

    private void add(Item item) {
        waiting.add(item);
        if (!pumping) {
            pump();
        }
    }

    private void pump() {
        pumping = true;
        while (!response.closed()) {
            Item item = waiting.poll();
            switch (item) {
                case null -> {
                    pumping = false;
                    return;
                }
                case Item.Step(Runnable step) -> step.run();
                case Item.Bytes(Buffer buffer) -> {
                    writeSome(buffer);
                    return;
                }
            }
        }
        waiting.clear();
    }

    /** Writes the first bytes of a buffer, puts the others back, and goes on later. */
    private void writeSome(Buffer buffer) {
        int length = Math.min(dribble, buffer.length());
        @Nullable Buffer rest = length == buffer.length() ? null : buffer.slice(length, buffer.length());
        if (rest != null) {
            waiting.addFirst(new Item.Bytes(rest));
        }
        response.write(buffer.slice(0, length)).onComplete(_ -> exchange.later(gapMicros, this::pump));
    }
}
