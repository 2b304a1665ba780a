package dev.fairlead.edge.decision;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens after three failures in a row; from then on one question a second passes, until one is answered. Thread-safe.
 */
final class Circuit {

    private static final int TOLERATED = 3;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong nextTryNanos = new AtomicLong();

    /** Whether a question may be asked now, which a single one may in each pause. */
    boolean mayPass(long nowNanos) {
        if (failures.get() < TOLERATED) {
            return true;
        }
        long next = nextTryNanos.get();
        return nowNanos - next >= 0 && nextTryNanos.compareAndSet(next, nowNanos + PAUSE_NANOS);
    }

    void succeeded() {
        failures.set(0);
    }

    /** Notes a failure; whether it is the one that opened the circuit. */
    boolean failed(long nowNanos) {
        int inARow = failures.updateAndGet(count -> Math.min(count + 1, TOLERATED + 1));
        if (inARow == TOLERATED) {
            nextTryNanos.set(nowNanos + PAUSE_NANOS);
        }
        return inARow == TOLERATED;
    }
}
