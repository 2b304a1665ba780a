package dev.fairlead.router.statistics;

import java.util.Arrays;

/**
 * Counts of values in classes whose bounds grow by a constant factor, so that every quantile is right within
 * {@value #RELATIVE_ERROR} of its value, whatever the values are. Two histograms add up to that of both their values.
 * Values below 1 count as 1. Not thread-safe.
 */
public final class LogHistogram {

    /** How far a quantile may be from the true one, as a share of it. */
    public static final double RELATIVE_ERROR = 0.05;

    /** Ratio of a class's bounds; its lower bound times {@link #MIDDLE} is then within the error of both. */
    private static final double GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);

    private static final double MIDDLE = 2 * GAMMA / (GAMMA + 1);
    private static final double LOG_GAMMA = Math.log(GAMMA);

    /** Beyond e^27 nothing is told apart: some seventeen years in milliseconds. */
    private static final int MOST_CLASSES = (int) Math.ceil(27 / LOG_GAMMA);

    private static final int[] NONE = {};

    private int[] counts = NONE;
    private long total;

    /** Counts a value; anything but a number above 0 is left out. */
    public void add(double value) {
        if (!(value > 0)) {
            return;
        }
        int index = Math.min((int) (Math.log(Math.max(value, 1)) / LOG_GAMMA), MOST_CLASSES - 1);
        reach(index);
        counts[index]++;
        total++;
    }

    /** Counts everything that {@code other} has counted. */
    public void add(LogHistogram other) {
        reach(other.counts.length - 1);
        for (int i = 0; i < other.counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    public long total() {
        return total;
    }

    /**
     * The value below which a share of all values lies.
     *
     * @param share from 0 to 1, such as 0.5 for the median
     * @return 0 if nothing was counted
     */
    public double quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.exp(i * LOG_GAMMA) * MIDDLE;
            }
        }
        return 0;
    }

    private void reach(int index) {
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, index + 1);
        }
    }
}
