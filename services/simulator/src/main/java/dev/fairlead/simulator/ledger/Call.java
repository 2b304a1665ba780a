package dev.fairlead.simulator.ledger;

import dev.fairlead.simulator.behaviour.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * The record of one call. Written by the event loop that plays the call, read by any thread at any time: fields are
 * volatile, and a reader may see a call in the middle of a change from one event to the next.
 */
public final class Call {

    private final String id;
    private final String instance;
    private final long receivedAtMillis;
    private final long receivedNanos;
    private final @Nullable String requestId;
    private final @Nullable String traceparent;

    private volatile String model = "";
    private volatile String key = "";
    private volatile boolean stream;
    private volatile int status;
    private volatile @Nullable TokenCounts planned;
    private volatile boolean usageReported;
    private volatile int deliveredTokens;
    private volatile int chunks;
    private volatile int events;
    private volatile @Nullable String fault;
    private volatile long clientClosedAtMillis;
    private volatile long endedNanos;
    private volatile Outcome outcome = Outcome.RUNNING;

    Call(String id, String instance, @Nullable String requestId, @Nullable String traceparent) {
        this.id = id;
        this.instance = instance;
        this.requestId = requestId;
        this.traceparent = traceparent;
        this.receivedAtMillis = System.currentTimeMillis();
        this.receivedNanos = System.nanoTime();
    }

    /** Notes what was asked. */
    public void asked(String askedModel, boolean streamed) {
        model = askedModel;
        stream = streamed;
    }

    /** Notes whose call it is. */
    public void by(String keyName) {
        key = keyName;
    }

    /** Notes what is to go wrong. */
    public void fault(String text) {
        fault = text;
    }

    /** Notes the status that was sent. */
    public void status(int sent) {
        status = sent;
    }

    /** Notes that an answer of these tokens begins; none of its completion is delivered yet. */
    public void answering(TokenCounts tokens) {
        planned = tokens;
    }

    /** Notes that completion tokens, reasoning among them, have been delivered so far. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void delivered(int tokensSoFar) {
        deliveredTokens = tokensSoFar;
        chunks++;
    }

    /** Notes that the whole completion has been delivered. */
    public void deliveredAll(int tokens) {
        deliveredTokens = tokens;
    }

    /** Notes that an event was written, whatever is in it. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void wroteEvent() {
        events++;
    }

    /** Notes that the client was told the usage. */
    public void reportedUsage() {
        usageReported = true;
    }

    void end(Outcome how) {
        if (how == Outcome.CLIENT_GONE) {
            clientClosedAtMillis = System.currentTimeMillis();
        }
        endedNanos = System.nanoTime();
        outcome = how;
    }

    /** The id in its answer. */
    public String id() {
        return id;
    }

    public String instance() {
        return instance;
    }

    public String model() {
        return model;
    }

    /** The name of its API key: as configured, or derived from it; empty if it came without one. */
    public String key() {
        return key;
    }

    public long receivedAtMillis() {
        return receivedAtMillis;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    public @Nullable String traceparent() {
        return traceparent;
    }

    public boolean stream() {
        return stream;
    }

    /** The HTTP status that was sent; 0 if none was. */
    public int status() {
        return status;
    }

    public int promptTokens() {
        TokenCounts tokens = planned;
        return tokens == null ? 0 : tokens.prompt();
    }

    public int cachedTokens() {
        TokenCounts tokens = planned;
        return tokens == null ? 0 : tokens.cached();
    }

    /** Completion tokens that were delivered so far, reasoning among them. */
    public int completionTokens() {
        return deliveredTokens;
    }

    public int reasoningTokens() {
        TokenCounts tokens = planned;
        return tokens == null ? 0 : Math.min(tokens.reasoning(), deliveredTokens);
    }

    public boolean usageReported() {
        return usageReported;
    }

    /** Content events that were written. */
    public int chunks() {
        return chunks;
    }

    /** Events that were written, with and without content; comments do not count. */
    public int events() {
        return events;
    }

    public @Nullable String fault() {
        return fault;
    }

    /** When the client closed the stream or connection before the end; 0 if it did not. */
    public long clientClosedAtMillis() {
        return clientClosedAtMillis;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** From the request's headers to its end, or to now, in nanoseconds. */
    public long durationNanos() {
        long end = endedNanos;
        return (end == 0 ? System.nanoTime() : end) - receivedNanos;
    }
}
