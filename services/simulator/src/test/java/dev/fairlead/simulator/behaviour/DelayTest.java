package dev.fairlead.simulator.behaviour;

import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DelayTest {

    private static final int DRAWS = 20_000;

    private static long[] sample(Delay delay, long seed) {
        return LongStream.range(0, DRAWS)
                .map(n -> delay.micros(Draws.of(seed, 7, n)))
                .toArray();
    }

    @Test
    void percentilesOfALargeSampleAreThoseAskedFor() {
        // Given
        Delay delay = Delay.parse("20ms:80ms:120ms:400ms");

        // When
        long[] sample = sample(delay, 42);
        Arrays.sort(sample);

        // Then
        assertThat(sample[DRAWS / 2]).isCloseTo(20_000L, within(1_500L));
        assertThat(sample[DRAWS * 90 / 100]).isCloseTo(80_000L, within(4_000L));
        assertThat(sample[DRAWS * 95 / 100]).isCloseTo(120_000L, within(12_000L));
        assertThat(sample[DRAWS * 995 / 1000]).isEqualTo(400_000L);
        assertThat(sample[0]).isGreaterThanOrEqualTo(10_000L);
    }

    @Test
    void theSameSeedDrawsTheSameDelaysAndAnotherSeedOthers() {
        Delay delay = Delay.parse("20:80:120:400");
        assertThat(sample(delay, 42)).isEqualTo(sample(delay, 42)).isNotEqualTo(sample(delay, 43));
    }

    @Test
    void jitterStaysInItsRangeAndUsesAllOfIt() {
        // Given
        Delay delay = Delay.parse("60ms~20ms");

        // When
        long[] sample = sample(delay, 1);
        Arrays.sort(sample);

        // Then
        assertThat(sample[0]).isBetween(40_000L, 40_200L);
        assertThat(sample[DRAWS - 1]).isBetween(79_800L, 80_000L);
        assertThat(Delay.parse("10ms~50ms").micros(0)).isZero();
    }

    @Test
    void durationsHaveUnitsAndMillisecondsWithout() {
        assertThat(Delay.duration("250us")).isEqualTo(250);
        assertThat(Delay.duration("60ms")).isEqualTo(60_000);
        assertThat(Delay.duration("60")).isEqualTo(60_000);
        assertThat(Delay.duration("1.5S")).isEqualTo(1_500_000);
        assertThat(Delay.duration("3600s")).isEqualTo(Delay.LONGEST);
    }

    @Test
    void drawsAreEvenlySpread() {
        double mean = LongStream.range(0, DRAWS)
                .mapToDouble(n -> Draws.of(42, 0, n))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.01));
    }
}
