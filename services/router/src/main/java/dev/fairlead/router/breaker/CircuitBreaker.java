package dev.fairlead.router.breaker;

import java.time.Instant;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one endpoint: immutable, one record for each state, transitions as methods. All times are
 * epoch milliseconds and come with the call, so that the same evidence always leads to the same state. The limits are
 * {@link Thresholds.Breaker}.
 */
public sealed interface CircuitBreaker {

    /** The state of an endpoint of which nothing is known. */
    static CircuitBreaker initial() {
        return Closed.HEALTHY;
    }

    /** The state after an attempt has ended. */
    CircuitBreaker after(Evidence evidence);

    /** The state once it is {@code nowMillis}. */
    CircuitBreaker at(long nowMillis);

    /** The state's name in the routing table. */
    BreakerState state();

    /** Writes all of it; {@link #read} gives it back. */
    void write(StateWriter state);

    static CircuitBreaker read(StateReader state) throws MalformedStateException {
        return switch (state.number(0, 2)) {
            case Closed.TAG ->
                new Closed(
                        state.number(0, Integer.MAX_VALUE),
                        state.number(0, Closed.WINDOW_MASK),
                        state.number(0, Closed.WINDOW),
                        state.number());
            case Open.TAG -> new Open(state.number(0, Integer.MAX_VALUE), state.number(), state.number());
            default -> new HalfOpen(state.number(0, Integer.MAX_VALUE), state.number());
        };
    }

    /** When requests may pass again; null unless it is open. */
    default @Nullable Instant retryAt() {
        return null;
    }

    /**
     * Requests pass. Opens on so many failures in a row, or when half of the last attempts failed.
     *
     * @param inARow failures since the last success
     * @param recent the last attempts as bits, the latest lowest; 1 is a failure
     * @param attempts how many of the bits are known, at most the window of {@link Thresholds.Breaker}
     * @param openedMillis when it was last opened; 0 if it never was
     */
    record Closed(int inARow, int recent, int attempts, long openedMillis) implements CircuitBreaker {

        private static final int TAG = 0;
        private static final Thresholds.Breaker LIMITS = Thresholds.CURRENT.breaker();
        private static final int WINDOW = LIMITS.window();
        private static final int WINDOW_MASK = (1 << WINDOW) - 1;
        private static final Closed HEALTHY = new Closed(0, 0, 0, 0);

        private static Closed recovered(long openedMillis) {
            return new Closed(0, 0, 0, openedMillis);
        }

        /** What began before it last opened says nothing about how the endpoint does since it has recovered. */
        @Override
        public CircuitBreaker after(Evidence evidence) {
            if (evidence.begunMillis() < openedMillis) {
                return this;
            }
            int bit = evidence.failure() ? 1 : 0;
            Closed next = new Closed(
                    evidence.failure() ? inARow + 1 : 0,
                    ((recent << 1) | bit) & WINDOW_MASK,
                    Math.min(attempts + 1, WINDOW),
                    openedMillis);
            return evidence.failure() && next.isTooMuch() ? Open.first(evidence) : next;
        }

        private boolean isTooMuch() {
            return inARow >= LIMITS.failuresInARow()
                    || (attempts == WINDOW && Integer.bitCount(recent) >= LIMITS.failureShare() * WINDOW);
        }

        @Override
        public CircuitBreaker at(long nowMillis) {
            return this;
        }

        @Override
        public BreakerState state() {
            return BreakerState.CLOSED;
        }

        @Override
        public void write(StateWriter state) {
            state.number(TAG).number(inARow).number(recent).number(attempts).number(openedMillis);
        }
    }

    /**
     * Requests do not pass. Half-opens when its time is over, which doubles each time it opens again without having
     * closed, up to a limit.
     *
     * @param openings how many times it has opened since it was last closed
     * @param openedMillis when it opened
     * @param retryAtMillis when it half-opens
     */
    record Open(int openings, long openedMillis, long retryAtMillis) implements CircuitBreaker {

        private static final int TAG = 1;
        private static final Thresholds.Breaker LIMITS = Thresholds.CURRENT.breaker();
        /** More would only risk an overflow: by then the limit has been reached. */
        private static final int MOST_DOUBLINGS = 20;

        private static Open first(Evidence evidence) {
            return of(1, evidence);
        }

        private static Open of(int openings, Evidence evidence) {
            long millis = Math.min(
                    LIMITS.firstOpenMillis() << Math.min(openings - 1, MOST_DOUBLINGS), LIMITS.longestOpenMillis());
            return new Open(openings, evidence.atMillis(), evidence.atMillis() + millis);
        }

        /**
         * What began before it opened is old news. What began afterwards was tried in spite of it; success is proof
         * enough.
         */
        @Override
        public CircuitBreaker after(Evidence evidence) {
            CircuitBreaker now = at(evidence.atMillis());
            if (now != this) {
                return now.after(evidence);
            }
            return !evidence.failure() && evidence.begunMillis() >= openedMillis
                    ? Closed.recovered(openedMillis)
                    : this;
        }

        @Override
        public CircuitBreaker at(long nowMillis) {
            return nowMillis >= retryAtMillis ? new HalfOpen(openings, openedMillis) : this;
        }

        @Override
        public BreakerState state() {
            return BreakerState.OPEN;
        }

        @Override
        public void write(StateWriter state) {
            state.number(TAG).number(openings).number(openedMillis).number(retryAtMillis);
        }

        @Override
        public Instant retryAt() {
            return Instant.ofEpochMilli(retryAtMillis);
        }
    }

    /**
     * A few requests pass. One success closes it, one failure opens it again, for longer.
     *
     * @param openings how many times it has opened since it was last closed
     * @param openedMillis when it opened last
     */
    record HalfOpen(int openings, long openedMillis) implements CircuitBreaker {

        private static final int TAG = 2;

        /** What began before it opened says nothing about a recovery. */
        @Override
        public CircuitBreaker after(Evidence evidence) {
            if (evidence.begunMillis() < openedMillis) {
                return this;
            }
            return evidence.failure() ? Open.of(openings + 1, evidence) : Closed.recovered(openedMillis);
        }

        @Override
        public CircuitBreaker at(long nowMillis) {
            return this;
        }

        @Override
        public BreakerState state() {
            return BreakerState.HALF_OPEN;
        }

        @Override
        public void write(StateWriter state) {
            state.number(TAG).number(openings).number(openedMillis);
        }
    }
}
