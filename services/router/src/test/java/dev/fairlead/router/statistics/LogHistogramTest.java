package dev.fairlead.router.statistics;

import java.util.Arrays;
import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LogHistogramTest {

    private static final Percentage ERROR = Percentage.withPercentage(LogHistogram.RELATIVE_ERROR * 100 + 0.01);

    /** Log-normal values, as latencies are, compared to the same rank of the sorted values. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void quantilesAreThoseOfTheSortedValuesWithinTheError(long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(1 + random.nextInt(5_000))
                .map(x -> Math.max(1, Math.exp(random.nextGaussian() * 2 + 5)))
                .toArray();
        LogHistogram histogram = new LogHistogram();

        for (double value : values) {
            histogram.add(value);
        }

        Arrays.sort(values);
        for (double share : new double[] {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
            assertThat(histogram.quantile(share)).as("quantile %s", share).isCloseTo(exact, ERROR);
        }
    }

    @Test
    void sumOfTwoIsTheHistogramOfAllTheirValues() {
        Random random = new Random(42);
        LogHistogram first = new LogHistogram();
        LogHistogram second = new LogHistogram();
        LogHistogram all = new LogHistogram();
        for (int i = 0; i < 1_000; i++) {
            double value = random.nextDouble() * Math.pow(10, random.nextInt(6));
            (i % 3 == 0 ? first : second).add(value);
            all.add(value);
        }

        first.add(second);

        assertThat(first.total()).isEqualTo(all.total());
        for (double share = 0; share <= 1; share += 0.05) {
            assertThat(first.quantile(share)).isEqualTo(all.quantile(share));
        }
    }

    @Test
    void nothingCountedHasNoQuantiles() {
        assertThat(new LogHistogram().quantile(0.5)).isZero();
    }

    @Test
    void whatIsNoPositiveNumberIsLeftOut() {
        LogHistogram histogram = new LogHistogram();

        histogram.add(0);
        histogram.add(-5);
        histogram.add(Double.NaN);

        assertThat(histogram.total()).isZero();
    }

    @Test
    void extremesDoNotBreakIt() {
        LogHistogram histogram = new LogHistogram();

        histogram.add(Double.MAX_VALUE);
        histogram.add(Double.MIN_VALUE);

        assertThat(histogram.total()).isEqualTo(2);
        assertThat(histogram.quantile(0)).isCloseTo(1, within(0.06));
        assertThat(histogram.quantile(1)).isGreaterThan(1e11);
    }
}
