package dev.fairlead.router.statistics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;

import dev.fairlead.contracts.routing.Outcome;

/** The tallies of one endpoint in the last five minutes, in buckets of five seconds. Not thread-safe. */
public final class RollingStatistics {

    public static final Duration SHORT_WINDOW = Duration.ofSeconds(30);
    public static final Duration LONG_WINDOW = Duration.ofMinutes(5);
    private static final long BUCKET_MILLIS = 5_000;

    private record Bucket(long number, Tally tally) {}

    /** Oldest first. */
    private final ArrayDeque<Bucket> buckets = new ArrayDeque<>();

    /**
     * Counts an outcome; one that comes late counts in the latest bucket.
     *
     * @param atMillis when it ended, in epoch milliseconds
     */
    public void add(Outcome outcome, long atMillis) {
        long number = atMillis / BUCKET_MILLIS;
        Bucket last = buckets.peekLast();
        if (last == null || last.number() < number) {
            last = new Bucket(number, new Tally());
            buckets.addLast(last);
            forgetBefore(atMillis - LONG_WINDOW.toMillis());
        }
        last.tally().add(outcome);
    }

    /**
     * All in the last {@code window} before {@code nowMillis}, to the next bucket.
     *
     * @param window at most {@link #LONG_WINDOW}
     */
    public Tally last(Duration window, long nowMillis) {
        long first = (nowMillis - window.toMillis()) / BUCKET_MILLIS + 1;
        Tally sum = new Tally();
        for (Iterator<Bucket> latestFirst = buckets.descendingIterator(); latestFirst.hasNext(); ) {
            Bucket bucket = latestFirst.next();
            if (bucket.number() < first) {
                break;
            }
            sum.add(bucket.tally());
        }
        return sum;
    }

    /** Whether there was nothing for the whole long window. */
    public boolean isEmpty(long nowMillis) {
        forgetBefore(nowMillis - LONG_WINDOW.toMillis());
        return buckets.isEmpty();
    }

    private void forgetBefore(long millis) {
        long first = millis / BUCKET_MILLIS + 1;
        while (!buckets.isEmpty() && buckets.getFirst().number() < first) {
            buckets.removeFirst();
        }
    }
}
