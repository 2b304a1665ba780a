package dev.fairlead.edge.routing;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whose turn it is, by model. A fixed number of counters, however many names callers invent: two models that share one
 * skip turns, which is still fair.
 */
final class Turns {

    private static final int COUNTERS = 4_096;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    /** The turn of a request for this model, which is then the next one's no more. */
    long take(String model) {
        return counters.getAndIncrement(counter(model));
    }

    /** The turn that a request for this model would have. */
    long peek(String model) {
        return counters.get(counter(model));
    }

    private static int counter(String model) {
        int hash = model.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
    }
}
