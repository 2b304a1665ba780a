package dev.fairlead.simulator.behaviour;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How long something takes, in microseconds: always the same, or drawn for each call. */
public sealed interface Delay {

    Delay NONE = new Fixed(0);

    /** No delay is longer than this: one hour, in microseconds. */
    long LONGEST = 3_600_000_000L;

    /** The delay for a draw of at least 0 and less than 1, in microseconds. */
    long micros(double draw);

    /** Always the same. */
    record Fixed(long value) implements Delay {
        @Override
        public long micros(double draw) {
            return value;
        }
    }

    /** Evenly spread from {@code centre - spread} to {@code centre + spread}, never below zero. */
    record Jitter(long centre, long spread) implements Delay {
        @Override
        public long micros(double draw) {
            return Math.max(0, centre + Math.round((2 * draw - 1) * spread));
        }
    }

    /**
     * A distribution with these percentiles: straight lines between them, from half of {@code p50} at the bottom, and
     * {@code p99} for the slowest hundredth.
     */
    record Percentiles(long p50, long p90, long p95, long p99) implements Delay {

        public Percentiles {
            if (p50 > p90 || p90 > p95 || p95 > p99) {
                throw new IllegalArgumentException("percentiles p50:p90:p95:p99 must not fall");
            }
        }

        @Override
        public long micros(double draw) {
            if (draw < 0.50) {
                return between(draw, 0, p50 / 2, 0.50, p50);
            }
            if (draw < 0.90) {
                return between(draw, 0.50, p50, 0.90, p90);
            }
            if (draw < 0.95) {
                return between(draw, 0.90, p90, 0.95, p95);
            }
            return draw < 0.99 ? between(draw, 0.95, p95, 0.99, p99) : p99;
        }

        private static long between(double draw, double low, long atLow, double high, long atHigh) {
            return atLow + Math.round((draw - low) / (high - low) * (atHigh - atLow));
        }
    }

    /**
     * Reads {@code 60ms}, {@code 60ms~20ms} (60 ms give or take 20) or {@code 20ms:80ms:120ms:400ms} (p50, p90, p95,
     * p99).
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static Delay parse(String text) {
        String[] percentiles = text.split(":", -1);
        if (percentiles.length == 4) {
            return new Percentiles(
                    duration(percentiles[0]),
                    duration(percentiles[1]),
                    duration(percentiles[2]),
                    duration(percentiles[3]));
        }
        if (percentiles.length != 1) {
            throw new IllegalArgumentException("percentiles are four durations: p50:p90:p95:p99");
        }
        int tilde = text.indexOf('~');
        if (tilde >= 0) {
            return new Jitter(duration(text.substring(0, tilde)), duration(text.substring(tilde + 1)));
        }
        return new Fixed(duration(text));
    }

    /**
     * Reads a duration such as {@code 250us}, {@code 60ms}, {@code 1.5s} or {@code 60} (milliseconds).
     *
     * @return microseconds
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static long duration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.endsWith("us")) {
            return micros(text, lower.substring(0, lower.length() - 2), 1);
        }
        if (lower.endsWith("ms")) {
            return micros(text, lower.substring(0, lower.length() - 2), 1_000);
        }
        if (lower.endsWith("s")) {
            return micros(text, lower.substring(0, lower.length() - 1), 1_000_000);
        }
        return micros(text, lower, 1_000);
    }

    private static long micros(String text, String number, long unit) {
        // Bounds the text as well: BigDecimal would happily work on 1e999999999.
        if (!number.matches("[0-9]{1,10}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 250us, 60ms or 1.5s");
        }
        BigDecimal micros =
                new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).setScale(0, RoundingMode.HALF_UP);
        if (micros.compareTo(BigDecimal.valueOf(LONGEST)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than an hour");
        }
        return micros.longValueExact();
    }
}
