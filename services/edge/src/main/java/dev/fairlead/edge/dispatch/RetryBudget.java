package dev.fairlead.edge.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many attempts this edge may make beyond the first of each request where success is doubtful. Every request adds a
 * share of an attempt, every doubtful attempt takes a whole one; what is not used is kept up to a limit. So however much
 * fails, providers get no more than one and a share times what callers send. Thread-safe and lock-free.
 */
final class RetryBudget {

    private static final long WHOLE = 1_000;

    private final long share;
    private final long most;
    private final AtomicLong left;

    /**
     * A full budget.
     *
     * @param share what a request adds, in attempts
     * @param most what can be saved up, in attempts
     */
    RetryBudget(double share, int most) {
        if (share < 0 || most < 0) {
            throw new IllegalArgumentException("a retry budget cannot be negative");
        }
        this.share = Math.round(share * WHOLE);
        this.most = most * WHOLE;
        this.left = new AtomicLong(this.most);
    }

    /** A request has come. */
    void requestBegins() {
        long before;
        do {
            before = left.get();
            if (before == most) {
                return;
            }
        } while (!left.compareAndSet(before, Math.min(most, before + share)));
    }

    /** Takes an attempt, if one is left. */
    boolean tryTake() {
        long before;
        do {
            before = left.get();
            if (before < WHOLE) {
                return false;
            }
        } while (!left.compareAndSet(before, before - WHOLE));
        return true;
    }
}
