package dev.fairlead.edge.planning;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts what is drawn, and holds it against what should be. */
final class Draws {

    static final int COUNT = 20_000;

    private static final long SEED = 20261123;
    /** Exceeded by chance once in a thousand times, with as many degrees of freedom as the index says. */
    private static final double[] CHI_SQUARE = {0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88};

    private Draws() {}

    /** Draws with many random numbers. */
    static Map<String, Integer> count(LongFunction<String> draw) {
        Random random = new Random(SEED);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < COUNT; i++) {
            counts.merge(draw.apply(random.nextLong()), 1, Integer::sum);
        }
        return counts;
    }

    /** Whether what was drawn fits its weights, by a chi-square test at one in a thousand. */
    static void assertFits(Map<String, Integer> counts, Map<String, Double> weights) {
        assertThat(weights.keySet()).containsAll(counts.keySet());
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double statistic = weights.entrySet().stream()
                .mapToDouble(weight -> {
                    double expected = weight.getValue() / sum * COUNT;
                    double difference = counts.getOrDefault(weight.getKey(), 0) - expected;
                    return difference * difference / expected;
                })
                .sum();
        assertThat(statistic).as("%s for %s", counts, weights).isLessThan(CHI_SQUARE[weights.size() - 1]);
    }
}
