package dev.fairlead.router.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;

import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogHistogramTest {

    private static final Percentage ERROR = Percentage.withPercentage(LogHistogram.RELATIVE_ERROR * 100);

    /** Log-normal values, as latencies and speeds are, compared to the same rank of the sorted values. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void quantilesAreThoseOfTheSortedValuesWithinTheError(long seed) {
        Random random = new Random(seed);
        double typical = random.nextDouble() * 16 - 4;
        double[] values = random.doubles(1 + random.nextInt(5_000))
                .map(x -> Math.exp(random.nextGaussian() * 2 + typical))
                .map(x -> Math.clamp(x, LogHistogram.LEAST, LogHistogram.MOST))
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
        assertThat(histogram.quantile(0)).isCloseTo(LogHistogram.LEAST, ERROR);
        assertThat(histogram.quantile(1)).isCloseTo(LogHistogram.MOST, ERROR);
    }

    @Test
    void quantilesHaveThreeDigits() {
        LogHistogram histogram = new LogHistogram();

        histogram.add(1_234.5678);

        double median = histogram.quantile(0.5);
        assertThat(new BigDecimal(median).round(new MathContext(3)).doubleValue())
                .isEqualTo(median);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void isTheSameAfterItWasWrittenAndRead(int values) throws MalformedStateException {
        Random random = new Random(values);
        LogHistogram histogram = new LogHistogram();
        random.doubles(values).map(x -> x * x * 10_000).forEach(histogram::add);
        StateWriter state = new StateWriter();

        histogram.write(state);
        LogHistogram read = LogHistogram.read(new StateReader(state.toBytes()));

        assertThat(read.total()).isEqualTo(values);
        for (double share = 0; share <= 1; share += 0.05) {
            assertThat(read.quantile(share)).isEqualTo(histogram.quantile(share));
        }
    }
}
