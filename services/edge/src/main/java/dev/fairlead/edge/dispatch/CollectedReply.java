package dev.fairlead.edge.dispatch;

import java.util.function.Consumer;

import dev.fairlead.edge.error.ApiError;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is wanted for another one: kept, and handed over when it is complete. Only for requests that are not
 * streamed. Lives on one event loop.
 */
public final class CollectedReply implements Reply {

    private final Consumer<Collected> whenOver;
    private Runnable gone = () -> {};
    private boolean over;

    /**
     * An answer for somebody else.
     *
     * @param whenOver called once, unless the answer is {@link #cancel}led before
     */
    public CollectedReply(Consumer<Collected> whenOver) {
        this.whenOver = whenOver;
    }

    /** Nobody wants the answer any more: the provider's connection is closed, and what was used is booked. */
    public void cancel() {
        if (!over) {
            over = true;
            gone.run();
        }
    }

    @Override
    public void onGone(Runnable callback) {
        gone = callback;
    }

    @Override
    public boolean isGone() {
        return over;
    }

    @Override
    public void header(String name, String value) {
        // There is nobody who would read it.
    }

    @Override
    public void send(Buffer events) {
        throw streamed();
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrained(Runnable drained) {
        throw streamed();
    }

    @Override
    public void keepAlive() {
        throw streamed();
    }

    @Override
    public void endStream(Buffer events) {
        throw streamed();
    }

    @Override
    public void whole(Buffer body, Bill bill) {
        end(new Collected(body, null, bill));
    }

    @Override
    public void fail(ApiError error, String model, @Nullable Bill bill, @Nullable String metadata) {
        end(new Collected(null, error, bill == null ? Bill.NOTHING : bill));
    }

    private void end(Collected collected) {
        if (!over) {
            over = true;
            whenOver.accept(collected);
        }
    }

    private static IllegalStateException streamed() {
        return new IllegalStateException("a stream cannot be collected");
    }
}
