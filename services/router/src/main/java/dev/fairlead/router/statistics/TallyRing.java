package dev.fairlead.router.statistics;

import java.time.Duration;
import java.util.Arrays;

import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of one window, in a ring of buckets of equal length that begin at whole multiples of it. What is in the
 * oldest bucket is forgotten all at once, so the window is between one bucket short and its full length. Not
 * thread-safe.
 */
final class TallyRing {

    private final long bucketMillis;
    private final @Nullable Tally[] buckets;

    /** The number of the latest bucket since the epoch; earlier ones lie before it in the ring. */
    private long latest;

    TallyRing(Duration window, int buckets) {
        this.bucketMillis = window.toMillis() / buckets;
        this.buckets = new Tally[buckets];
    }

    /** Counts what happened then; if that was before the window it is left out. */
    void add(Observation observation, long atMillis) {
        long number = atMillis / bucketMillis;
        reach(number);
        if (number <= latest - buckets.length) {
            return;
        }
        int slot = slot(number);
        Tally tally = buckets[slot];
        if (tally == null) {
            tally = new Tally();
            buckets[slot] = tally;
        }
        tally.add(observation);
    }

    /** All in the window that ends now. */
    Tally sum(long nowMillis) {
        forget(nowMillis / bucketMillis - buckets.length);
        Tally sum = new Tally();
        for (Tally tally : buckets) {
            if (tally != null) {
                sum.add(tally);
            }
        }
        return sum;
    }

    void write(StateWriter state) {
        state.number(latest);
        state.number(Arrays.stream(buckets).filter(tally -> tally != null).count());
        for (int age = 0; age < buckets.length; age++) {
            Tally tally = buckets[slot(latest - age)];
            if (tally != null) {
                state.number(age);
                tally.write(state);
            }
        }
    }

    void read(StateReader state) throws MalformedStateException {
        latest = state.number();
        int filled = state.number(0, buckets.length);
        for (int i = 0; i < filled; i++) {
            int age = state.number(0, buckets.length - 1);
            buckets[slot(latest - age)] = Tally.read(state);
        }
    }

    /** Moves on to a bucket, if it is a later one, and makes room for it and those in between. */
    private void reach(long number) {
        long steps = Math.min(number - latest, buckets.length);
        for (long i = 0; i < steps; i++) {
            buckets[slot(number - i)] = null;
        }
        latest = Math.max(latest, number);
    }

    /** Forgets a bucket and all before it. Does not move on: somebody's clock may be ahead of that of the outcomes. */
    private void forget(long number) {
        long kept = Math.max(0, latest - number);
        for (long age = kept; age < buckets.length; age++) {
            buckets[slot(latest - age)] = null;
        }
    }

    private int slot(long number) {
        return Math.floorMod(number, buckets.length);
    }
}
