package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenPricesTest {

    private static final int CATEGORIES = 10;

    /**
     * Costs worked out by hand. Prices are in dollars per million tokens, the request's fee in dollars, an empty price
     * is one that the provider does not list; the expected amounts are in nano-dollars.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # what                    | prompt completion fee | read write 1h reasoning inAudio inImage outAudio outImage | usage                 | total prompt
        nothing                   | 2 8 0                 | - - - - - - - -                                         | 0 0 0 0 0 0 0 0 0 0   | 0 | 0
        one token in              | 2 8 0                 | - - - - - - - -                                         | 1 0 0 0 0 0 0 0 0 0   | 2000 | 2000
        one token out             | 2 8 0                 | - - - - - - - -                                         | 0 0 0 0 0 0 1 0 0 0   | 8000 | 0
        plain text                | 0.15 0.60 0           | - - - - - - - -                                         | 1000 0 0 0 0 0 500 0 0 0 | 450000 | 150000
        a million each            | 2.50 10 0             | - - - - - - - -                                         | 1000000 0 0 0 0 0 1000000 0 0 0 | 12500000000 | 2500000000
        cached at its price       | 2.50 10 0             | 1.25 - - - - - - -                                      | 100 900 0 0 0 0 10 0 0 0 | 1475000 | 1375000
        cached without a price    | 2.50 10 0             | - - - - - - - -                                         | 100 900 0 0 0 0 10 0 0 0 | 2600000 | 2500000
        cached for nothing        | 2.50 10 0             | 0 - - - - - - -                                         | 100 900 0 0 0 0 10 0 0 0 | 350000 | 250000
        written at its price      | 3 15 0                | 0.30 3.75 6 - - - - -                                   | 0 0 1000 0 0 0 0 0 0 0 | 3750000 | 3750000
        written for an hour       | 3 15 0                | 0.30 3.75 6 - - - - -                                   | 0 0 0 1000 0 0 0 0 0 0 | 6000000 | 6000000
        an hour as five minutes   | 3 15 0                | 0.30 3.75 - - - - - -                                   | 0 0 0 1000 0 0 0 0 0 0 | 3750000 | 3750000
        an hour as prompt         | 3 15 0                | 0.30 - - - - - - -                                      | 0 0 0 1000 0 0 0 0 0 0 | 3000000 | 3000000
        written as prompt         | 3 15 0                | - - - - - - - -                                         | 0 0 1000 0 0 0 0 0 0 0 | 3000000 | 3000000
        read and written          | 3 15 0                | 0.30 3.75 6 - - - - -                                   | 50 20000 1500 300 0 0 800 0 0 0 | 25575000 | 13575000
        reasoning at its price    | 1 4 0                 | - - - 6 - - - -                                         | 10 0 0 0 0 0 100 1000 0 0 | 6410000 | 10000
        reasoning as completion   | 1.10 4.40 0           | - - - - - - - -                                         | 10 0 0 0 0 0 100 1000 0 0 | 4851000 | 11000
        audio in at its price     | 2.50 10 0             | - - - - 40 - - -                                        | 10 0 0 0 200 0 5 0 0 0 | 8075000 | 8025000
        audio in as prompt        | 2.50 10 0             | - - - - - - - -                                         | 10 0 0 0 200 0 5 0 0 0 | 575000 | 525000
        audio out at its price    | 2.50 10 0             | - - - - 40 - 80 -                                       | 0 0 0 0 0 0 10 0 300 0 | 24100000 | 0
        audio out as completion   | 2.50 10 0             | - - - - 40 - - -                                        | 0 0 0 0 0 0 10 0 300 0 | 3100000 | 0
        image in at its price     | 5 40 0                | - - - - - 10 - -                                        | 20 0 0 0 0 1000 0 0 0 0 | 10100000 | 10100000
        image in as prompt        | 5 40 0                | - - - - - - - -                                         | 20 0 0 0 0 1000 0 0 0 0 | 5100000 | 5100000
        image out at its price    | 0.30 2.50 0           | - - - - - - - 30                                        | 10 0 0 0 0 0 0 0 0 1290 | 38703000 | 3000
        image out as completion   | 0.30 2.50 0           | - - - - - - - -                                         | 10 0 0 0 0 0 0 0 0 1290 | 3228000 | 3000
        fee per request alone     | 0 0 0.005             | - - - - - - - -                                         | 100 0 0 0 0 0 100 0 0 0 | 5000000 | 5000000
        fee and tokens            | 1 1 0.005             | - - - - - - - -                                         | 100 0 0 0 0 0 200 0 0 0 | 5300000 | 5100000
        fee without tokens        | 1 1 0.012             | - - - - - - - -                                         | 0 0 0 0 0 0 0 0 0 0   | 12000000 | 12000000
        a third of a cent         | 0.333333 0.666667 0   | - - - - - - - -                                         | 3 0 0 0 0 0 3 0 0 0   | 3000 | 1000
        rounded down              | 0.0001 0 0            | - - - - - - - -                                         | 4 0 0 0 0 0 0 0 0 0   | 0 | 0
        rounded up from half      | 0.0001 0 0            | - - - - - - - -                                         | 5 0 0 0 0 0 0 0 0 0   | 1 | 1
        rounded once, not twice   | 0.0004 0.0004 0       | - - - - - - - -                                         | 1 0 0 0 0 0 1 0 0 0   | 1 | 1
        halves of both sides      | 0.0005 0.0005 0       | - - - - - - - -                                         | 1 0 0 0 0 0 1 0 0 0   | 1 | 0
        many decimals             | 0.0734512345678 0.2938049382712 0 | - - - - - - - -                             | 123456 0 0 0 0 0 7890 0 0 0 | 11386117 | 9067996
        everything at once        | 2 8 0.001             | 0.5 2.5 4 12 20 3 64 32                                 | 1000 2000 300 40 50 60 700 800 90 10 | 27370000 | 6090000
        """)
    void costsWhatWasWorkedOutByHand(String what, String base, String others, String usage, long total, long prompt) {
        // When
        Cost cost = prices(base, others).costOf(usage(usage));

        // Then
        assertThat(cost.total().nanos()).as(what).isEqualTo(total);
        assertThat(cost.prompt().nanos()).as(what).isEqualTo(prompt);
        assertThat(cost.completion().nanos()).as(what).isEqualTo(total - prompt);
    }

    @Test
    void freeCostsNothing() {
        Cost cost = TokenPrices.FREE.costOf(new TokenUsage(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

        assertThat(cost).isEqualTo(Cost.ZERO);
        assertThat(TokenPrices.FREE.worstCase(1_000_000, 1_000_000)).isEqualTo(Money.ZERO);
    }

    @Test
    void reservesAtLeastWhatAnyUsageOfThatSizeCosts() {
        Random random = new Random(17);
        for (int round = 0; round < 20_000; round++) {
            TokenPrices prices = randomPrices(random);
            TokenUsage usage = randomUsage(random);

            assertThat(prices.worstCase(usage.promptTokens(), usage.completionTokens()))
                    .as("%s of %s", prices, usage)
                    .isGreaterThanOrEqualTo(prices.costOf(usage).total());
        }
    }

    @Test
    void reservesNoMoreThanTheDearestCategoryCosts() {
        Random random = new Random(19);
        for (int round = 0; round < 5_000; round++) {
            // Given
            TokenPrices prices = randomPrices(random);
            long promptTokens = random.nextInt(10_000);
            long completionTokens = random.nextInt(10_000);

            // When
            Money dearest = Money.ZERO;
            for (int in = 0; in < 6; in++) {
                for (int out = 6; out < CATEGORIES; out++) {
                    long[] counts = new long[CATEGORIES];
                    counts[in] = promptTokens;
                    counts[out] = completionTokens;
                    dearest = Money.max(dearest, prices.costOf(usage(counts)).total());
                }
            }

            // Then: rounding up makes the only difference.
            Money worst = prices.worstCase(promptTokens, completionTokens);
            assertThat(worst.minus(dearest).nanos()).isBetween(0L, 1L);
        }
    }

    @Test
    void partsAddUpToTheTotalAndAreNeverNegative() {
        Random random = new Random(23);
        for (int round = 0; round < 20_000; round++) {
            Cost cost = randomPrices(random).costOf(randomUsage(random));

            assertThat(cost.prompt().plus(cost.completion())).isEqualTo(cost.total());
            assertThat(cost.prompt().isNegative()).isFalse();
            assertThat(cost.completion().isNegative()).isFalse();
        }
    }

    @Test
    void oneMoreTokenOfAnyCategoryNeverCostsLess() {
        Random random = new Random(29);
        for (int round = 0; round < 5_000; round++) {
            // Given
            TokenPrices prices = randomPrices(random);
            long[] counts = randomCounts(random);
            Money before = prices.costOf(usage(counts)).total();

            for (int category = 0; category < CATEGORIES; category++) {
                // When
                counts[category]++;
                Money after = prices.costOf(usage(counts)).total();
                counts[category]--;

                // Then
                assertThat(after).isGreaterThanOrEqualTo(before);
            }
        }
    }

    @Test
    void costsTheSameHoweverThePriceIsWritten() {
        TokenPrices plain = TokenPrices.perMillion(new BigDecimal("2.50"), new BigDecimal("10"));
        TokenPrices scientific = TokenPrices.perMillion(new BigDecimal("25E-1"), new BigDecimal("1E+1"));
        TokenUsage usage = TokenUsage.ofText(123_457, 89);

        assertThat(scientific.costOf(usage)).isEqualTo(plain.costOf(usage));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void refusesANegativePriceByItsName(int which) {
        String[] names = {
            "prompt",
            "completion",
            "request",
            "cacheRead",
            "cacheWrite",
            "cacheWrite1h",
            "reasoning",
            "inputAudio",
            "inputImage",
            "outputAudio",
            "outputImage"
        };
        @Nullable BigDecimal[] p = new BigDecimal[11];
        Arrays.fill(p, BigDecimal.ONE);
        p[which] = new BigDecimal("-0.0000001");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(p))
                .withMessageContaining("'" + names[which] + "'")
                .withMessageContaining("-0.0000001");
    }

    private static TokenPrices randomPrices(Random random) {
        @Nullable BigDecimal[] p = new BigDecimal[11];
        for (int i = 0; i < p.length; i++) {
            boolean listed = i < 3 || random.nextBoolean();
            p[i] = listed ? BigDecimal.valueOf(random.nextInt(1_000_000), 6 + random.nextInt(12)) : null;
        }
        if (random.nextInt(4) > 0) {
            p[2] = BigDecimal.ZERO;
        }
        return of(p);
    }

    private static TokenUsage randomUsage(Random random) {
        return usage(randomCounts(random));
    }

    private static long[] randomCounts(Random random) {
        long[] counts = new long[CATEGORIES];
        for (int i = 0; i < CATEGORIES; i++) {
            counts[i] = random.nextBoolean() ? 0 : random.nextInt(1 << random.nextInt(1, 21));
        }
        return counts;
    }

    private static TokenUsage usage(String counts) {
        String[] parts = counts.strip().split(" +");
        long[] n = new long[CATEGORIES];
        for (int i = 0; i < CATEGORIES; i++) {
            n[i] = Long.parseLong(parts[i]);
        }
        return usage(n);
    }

    private static TokenUsage usage(long[] n) {
        return new TokenUsage(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
    }

    private static TokenPrices prices(String base, String others) {
        String[] first = base.strip().split(" +");
        String[] second = others.strip().split(" +");
        @Nullable BigDecimal[] p = new BigDecimal[11];
        p[0] = perToken(first[0]);
        p[1] = perToken(first[1]);
        p[2] = new BigDecimal(first[2]);
        for (int i = 0; i < second.length; i++) {
            p[3 + i] = second[i].equals("-") ? null : perToken(second[i]);
        }
        return of(p);
    }

    private static BigDecimal perToken(String perMillion) {
        return new BigDecimal(perMillion).movePointLeft(6);
    }

    private static TokenPrices of(@Nullable BigDecimal[] p) {
        return new TokenPrices(
                required(p[0]), required(p[1]), required(p[2]), p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10]);
    }

    private static BigDecimal required(@Nullable BigDecimal price) {
        return Objects.requireNonNull(price);
    }
}
