package dev.fairlead.router.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;

/**
 * Counts of values in classes whose bounds grow by a constant factor, so that every quantile is right within
 * {@value #RELATIVE_ERROR} of its value, for all values from {@value #LEAST} to {@value #MOST}; others count as the
 * nearer one of these. Two histograms add up to that of both their values. Not thread-safe.
 */
public final class LogHistogram {

    /** How far a quantile may be from the true one, as a share of it. */
    public static final double RELATIVE_ERROR = 0.05;

    /** Nothing smaller is told apart: a token in a hundred seconds. */
    public static final double LEAST = 0.01;

    /** Nothing larger is told apart: an hour in milliseconds. */
    public static final double MOST = 3_600_000;

    /** The class of what is no value. */
    static final int NO_CLASS = Integer.MIN_VALUE;

    /** Quantiles have three digits, which is an error of up to half a percent; the classes must leave room for it. */
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private static final double CLASS_ERROR = (1 + RELATIVE_ERROR) / 1.005 - 1;
    private static final double GAMMA = (1 + CLASS_ERROR) / (1 - CLASS_ERROR);
    private static final double LOG_GAMMA = Math.log(GAMMA);

    /** A class's lower bound times this is within the error of all in the class. */
    private static final double MIDDLE = 2 * GAMMA / (GAMMA + 1);

    private static final int FIRST_CLASS = (int) Math.floor(Math.log(LEAST) / LOG_GAMMA);
    private static final int LAST_CLASS = (int) Math.floor(Math.log(MOST) / LOG_GAMMA);

    /** How many classes there are at most. */
    static final int CLASSES = LAST_CLASS - FIRST_CLASS + 1;

    private static final double[] REPRESENTATIVES = representatives();
    private static final int[] NONE = {};

    /** The class of the first count; only the span of classes that have been met takes memory. */
    private int first;

    private int[] counts = NONE;
    private long total;

    /** The class of a value, or {@link #NO_CLASS} of anything but a number above 0. */
    static int classOf(double value) {
        return value > 0 ? (int) Math.floor(Math.log(Math.clamp(value, LEAST, MOST)) / LOG_GAMMA) : NO_CLASS;
    }

    /** Counts a value; anything but a number above 0 is left out. */
    public void add(double value) {
        addClass(classOf(value));
    }

    /** Counts a value of a {@link #classOf class}. */
    void addClass(int number) {
        if (number != NO_CLASS) {
            reach(number, number);
            counts[number - first]++;
            total++;
        }
    }

    /** Counts everything that {@code other} has counted. */
    public void add(LogHistogram other) {
        if (other.total == 0) {
            return;
        }
        reach(other.first, other.first + other.counts.length - 1);
        for (int i = 0; i < other.counts.length; i++) {
            counts[other.first - first + i] += other.counts[i];
        }
        total += other.total;
    }

    public long total() {
        return total;
    }

    /**
     * The value that a share of all values does not exceed, to three digits.
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
                return REPRESENTATIVES[first + i - FIRST_CLASS];
            }
        }
        return 0;
    }

    void write(StateWriter state) {
        state.number(counts.length);
        if (counts.length > 0) {
            state.signed(first);
        }
        for (int count : counts) {
            state.number(count);
        }
    }

    static LogHistogram read(StateReader state) throws MalformedStateException {
        LogHistogram histogram = new LogHistogram();
        int length = state.number(0, CLASSES);
        if (length > 0) {
            int first = state.signed(FIRST_CLASS, LAST_CLASS - length + 1);
            histogram.reach(first, first + length - 1);
        }
        for (int i = 0; i < length; i++) {
            histogram.counts[i] = state.number(0, Integer.MAX_VALUE);
            histogram.total += histogram.counts[i];
        }
        return histogram;
    }

    /** Makes room for the classes from {@code low} to {@code high}. */
    private void reach(int low, int high) {
        if (counts.length == 0) {
            first = low;
            counts = new int[high - low + 1];
        } else if (low < first || high >= first + counts.length) {
            int newFirst = Math.min(first, low);
            int[] wider = new int[Math.max(first + counts.length, high + 1) - newFirst];
            System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
            first = newFirst;
            counts = wider;
        }
    }

    private static double[] representatives() {
        double[] values = new double[CLASSES];
        Arrays.setAll(
                values,
                i -> new BigDecimal(Math.exp((FIRST_CLASS + i) * LOG_GAMMA) * MIDDLE)
                        .round(THREE_DIGITS)
                        .doubleValue());
        return values;
    }
}
