package dev.fairlead.bench;

import java.util.Map;

/**
 * How much is measured; read from the environment.
 *
 * @param rounds {@code ROUNDS}: how often each scenario is measured
 * @param seconds {@code DURATION}: how long each measurement takes
 * @param warmUp {@code WARMUP}: requests of 1 KB through the edge before anything counts
 * @param traces {@code TRACES=1}: the production's share of requests is traced and exported; else none is
 */
record BenchSettings(int rounds, int seconds, int warmUp, boolean traces) {

    /** Below this the JVM's compiler still decides on the result. */
    static final int ENOUGH_WARM_UP = 150_000;

    /** @throws BenchException if a variable makes no sense */
    static BenchSettings of(Map<String, String> environment) {
        return new BenchSettings(
                number(environment, "ROUNDS", 3, 1, 100),
                number(environment, "DURATION", 6, 1, 600),
                number(environment, "WARMUP", ENOUGH_WARM_UP, 1, 100_000_000),
                number(environment, "TRACES", 0, 0, 1) == 1);
    }

    private static int number(Map<String, String> environment, String variable, int fallback, int least, int most) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint.
        }
        throw new BenchException(
                variable + "=" + value + " is not a number from " + least + " to " + most + ": correct or unset it");
    }

    /** How long the quick look at the latency of a single connection takes, in seconds. */
    int latencySeconds() {
        return Math.max(1, seconds / 2);
    }
}
