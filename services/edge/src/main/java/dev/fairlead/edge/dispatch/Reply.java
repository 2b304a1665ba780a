package dev.fairlead.edge.dispatch;

import dev.fairlead.edge.error.ApiError;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Where an answer goes. Lives on one event loop; ends with exactly one of {@code endStream}, {@code whole}, {@code fail}. */
public interface Reply {

    /** Calls back if whoever waits for the answer goes away before its end. */
    void onGone(Runnable gone);

    /** Whether nobody waits for it any more. */
    boolean isGone();

    /** Says something about the answer, before it begins. */
    void header(String name, String value);

    /** Sends events of a stream. */
    void send(Buffer events);

    /** Whether more has been sent than was read. */
    boolean isFull();

    /** Calls back once, when what was sent has been read. */
    void onDrained(Runnable drained);

    /** Tells the caller of a stream that there is still somebody there. */
    void keepAlive();

    /** Sends the last events of a stream. */
    void endStream(Buffer events);

    /** Sends an answer that is not streamed. */
    void whole(Buffer body, Bill bill);

    /**
     * Ends with an error.
     *
     * @param model the model that did not answer
     * @param bill what was consumed before; null if no answer had begun
     * @param metadata {@code openrouter_metadata}, as JSON; null if the caller does not want it
     */
    void fail(ApiError error, String model, @Nullable Bill bill, @Nullable String metadata);
}
