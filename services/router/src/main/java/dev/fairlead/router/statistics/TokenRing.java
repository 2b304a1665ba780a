package dev.fairlead.router.statistics;

import java.time.Duration;

import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;

/** The tokens of the last seven days, in buckets of six hours that are forgotten one by one. Not thread-safe. */
final class TokenRing {

    static final Duration WINDOW = Duration.ofDays(7);
    private static final int BUCKETS = 28;
    private static final long BUCKET_MILLIS = WINDOW.toMillis() / BUCKETS;

    private final long[] buckets = new long[BUCKETS];
    private long latest;

    void add(long tokens, long atMillis) {
        long number = atMillis / BUCKET_MILLIS;
        reach(number);
        if (number > latest - BUCKETS) {
            buckets[slot(number)] += tokens;
        }
    }

    long sum(long nowMillis) {
        long kept = Math.min(BUCKETS, latest - (nowMillis / BUCKET_MILLIS - BUCKETS));
        long sum = 0;
        for (long age = 0; age < kept; age++) {
            sum += buckets[slot(latest - age)];
        }
        return sum;
    }

    void write(StateWriter state) {
        state.number(latest);
        for (int age = 0; age < BUCKETS; age++) {
            state.number(buckets[slot(latest - age)]);
        }
    }

    void read(StateReader state) throws MalformedStateException {
        latest = state.number();
        for (int age = 0; age < BUCKETS; age++) {
            buckets[slot(latest - age)] = state.number();
        }
    }

    private void reach(long number) {
        long steps = Math.min(number - latest, BUCKETS);
        for (long i = 0; i < steps; i++) {
            buckets[slot(number - i)] = 0;
        }
        latest = Math.max(latest, number);
    }

    private static int slot(long number) {
        return Math.floorMod(number, BUCKETS);
    }
}
