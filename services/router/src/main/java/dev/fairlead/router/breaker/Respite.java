package dev.fairlead.router.breaker;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;

/**
 * The time for which a provider wants to be left alone at one endpoint, because it said so in {@code Retry-After}. It
 * knows nothing of the {@link CircuitBreaker}: a healthy endpoint may ask for it, and one that fails may not. Immutable.
 *
 * @param untilMillis from when on requests may pass, in epoch milliseconds; 0 if it never asked
 */
public record Respite(long untilMillis) {

    /** Nobody has asked. */
    public static final Respite NONE = new Respite(0);

    /** The longest that is granted: who is wrong about its own time, or malicious, is not avoided for days. */
    private static final long LONGEST_MILLIS = Thresholds.CURRENT.breaker().longestRetryAfterMillis();

    /** The clock of an edge is believed as far as this; beyond, the time at which its report arrived counts. */
    private static final long MOST_REPORT_MILLIS = 1_000;

    /**
     * What holds after an attempt. Of several deadlines the latest wins.
     *
     * @param arrivedMillis when Redis got the outcome
     */
    public Respite after(Outcome outcome, long arrivedMillis) {
        if (!outcome.kind().isFailure() || outcome.retryAfterMillis() <= 0) {
            return this;
        }
        long asked = endedMillis(outcome, arrivedMillis) + Math.min(outcome.retryAfterMillis(), LONGEST_MILLIS);
        return asked > untilMillis ? new Respite(asked) : this;
    }

    /** Whether requests are to stay away. */
    public boolean holds(long nowMillis) {
        return nowMillis < untilMillis;
    }

    /** Writes all of it; {@link #read} gives it back. */
    public void write(StateWriter state) {
        state.number(untilMillis);
    }

    public static Respite read(StateReader state) throws MalformedStateException {
        return new Respite(state.number());
    }

    /** Edges gather outcomes for a moment before they report them; the provider's time runs from the answer on. */
    private static long endedMillis(Outcome outcome, long arrivedMillis) {
        long waitedMillis = arrivedMillis - outcome.atMillis();
        return waitedMillis >= 0 && waitedMillis <= MOST_REPORT_MILLIS ? outcome.atMillis() : arrivedMillis;
    }
}
