package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * When which of a request's candidates may be tried again, if none is left that was not tried. What a provider asks for
 * in {@code Retry-After} is kept to exactly, or it is not tried again at all; otherwise the time is drawn between none
 * and a limit that doubles, so that the requests that failed together do not come back together.
 */
final class Retries {

    /** In the place of a time: never. */
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * What is allowed.
     *
     * @param rounds how often a candidate is tried again, at most
     * @param first the longest wait before the first time
     * @param longest the longest wait before any time
     * @param longestRetryAfter for how long a request waits for a provider that names a time
     */
    record Limits(int rounds, Duration first, Duration longest, Duration longestRetryAfter) {}

    private final Limits limits;
    private final LongUnaryOperator random;
    private final long[] waits;
    private final long[] failedAt;
    private final int[] failures;
    private long retryAfterAt = NEVER;

    /**
     * For one request, none of whose candidates has failed yet.
     *
     * @param random draws a number from 0 up to and without its argument
     */
    Retries(int candidates, Limits limits, LongUnaryOperator random) {
        this.limits = limits;
        this.random = random;
        this.waits = new long[candidates];
        this.failedAt = new long[candidates];
        this.failures = new int[candidates];
        Arrays.fill(waits, NEVER);
    }

    /** A candidate has failed; times are as of {@link System#nanoTime}. */
    void failed(int candidate, Fault fault, long now) {
        failures[candidate]++;
        failedAt[candidate] = now;
        waits[candidate] = NEVER;
        Duration asked = fault.retryAfter();
        if (asked != null && (retryAfterAt == NEVER || now + asked.toNanos() - retryAfterAt < 0)) {
            retryAfterAt = now + asked.toNanos();
        }
        if (!fault.isRetryable() || failures[candidate] > limits.rounds()) {
            return;
        }
        if (asked == null) {
            waits[candidate] = drawn(failures[candidate]);
        } else if (asked.compareTo(limits.longestRetryAfter()) <= 0) {
            waits[candidate] = asked.toNanos();
        }
    }

    /** A candidate is not tried again, however it failed. */
    void giveUp(int candidate) {
        waits[candidate] = NEVER;
    }

    private long drawn(int failure) {
        long most = limits.longest().toNanos();
        long doubled = limits.first().toNanos() << Math.min(failure - 1, 20);
        return random.applyAsLong(Math.clamp(doubled, 1, most) + 1);
    }

    /** The candidate that may be tried again soonest, if that is before the deadline; else -1. */
    int soonest(long now, long deadline) {
        int soonest = -1;
        if (now - deadline >= 0) {
            return soonest;
        }
        for (int i = 0; i < waits.length; i++) {
            if (waits[i] != NEVER
                    && notBefore(i) - deadline < 0
                    && (soonest < 0 || left(i, now) < left(soonest, now))) {
                soonest = i;
            }
        }
        return soonest;
    }

    /** From when on a candidate that {@link #soonest} gave may be tried again. */
    long notBefore(int candidate) {
        return failedAt[candidate] + waits[candidate];
    }

    private long left(int candidate, long now) {
        return Math.max(0, notBefore(candidate) - now);
    }

    /** How long the first of the providers that named a time still wants to be left alone; null if none did. */
    @Nullable
    Duration retryAfter(long now) {
        return retryAfterAt == NEVER ? null : Duration.ofNanos(Math.max(0, retryAfterAt - now));
    }
}
