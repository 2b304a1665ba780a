package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PriceScheduleTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final int ROUNDS = 2_000;
    private static final List<PriceKind> KINDS = List.copyOf(EnumSet.range(PriceKind.INPUT, PriceKind.REQUEST));
    private static final String[] TIERS = {"flex", "priority", "batch"};

    @ParameterizedTest
    @CsvSource({"199999, 1", "200000, 1", "200001, 2", "1000000, 2"})
    void longPromptCostsMoreFromTheFirstTokenBeyondTheThreshold(long promptTokens, BigDecimal expected) {
        PriceSchedule schedule = schedule(override(200_000, null, null, null, PriceKind.INPUT, "2"));

        assertThat(schedule.at(promptTokens, NOON, null).prompt()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "16:29:59, 16:30, 00:30, 1", "16:30:00, 16:30, 00:30, 2", "23:59:59, 16:30, 00:30, 2",
        "00:29:59, 16:30, 00:30, 2", "00:30:00, 16:30, 00:30, 1", "12:00:00, 16:30, 00:30, 1",
        "01:00:00, 01:00, 04:00, 2", "03:59:59, 01:00, 04:00, 2", "04:00:00, 01:00, 04:00, 1"
    })
    void windowOfTheDayHasAStartAndMayGoPastMidnight(String time, LocalTime start, LocalTime end, BigDecimal expected) {
        PriceSchedule schedule = schedule(override(0, start, end, null, PriceKind.INPUT, "2"));

        assertThat(schedule.at(1, Instant.parse("2026-06-01T" + time + "Z"), null)
                        .prompt())
                .isEqualTo(expected);
    }

    @Test
    void serviceTierHasPricesOfItsOwnAndInheritsTheRest() {
        PriceSchedule schedule = schedule(override(0, null, null, "flex", PriceKind.OUTPUT, "0.5"));

        TokenPrices flex = schedule.at(10, NOON, "flex");

        assertThat(flex.completion()).isEqualTo("0.5");
        assertThat(flex.prompt()).isEqualTo("1");
        assertThat(schedule.at(10, NOON, "priority")).isEqualTo(schedule.base());
        assertThat(schedule.at(10, NOON, null)).isEqualTo(schedule.base());
    }

    @Test
    void ofTwoOverridesThatHoldTheLaterWinsForEachKind() {
        PriceSchedule schedule = schedule(
                new PriceOverride(
                        100,
                        null,
                        null,
                        null,
                        Map.of(PriceKind.INPUT, new BigDecimal("2"), PriceKind.OUTPUT, new BigDecimal("20"))),
                override(200, null, null, null, PriceKind.INPUT, "3"));

        TokenPrices prices = schedule.at(201, NOON, null);

        assertThat(prices.prompt()).isEqualTo("3");
        assertThat(prices.completion()).isEqualTo("20");
    }

    @Test
    void refusesWhatMakesNoSense() {
        Map<PriceKind, BigDecimal> one = Map.of(PriceKind.INPUT, BigDecimal.ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceOverride(-1, null, null, null, one))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceOverride(0, LocalTime.NOON, null, null, one))
                .withMessageContaining("window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceOverride(0, null, null, null, Map.of()))
                .withMessageContaining("amount");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PriceOverride(0, null, null, null, Map.of(PriceKind.INPUT, new BigDecimal("-0.01"))))
                .withMessageContaining("input");
    }

    @Test
    void worstCaseIsNeverBelowTheCostOfAnyUseOfThatSizeAtAnyTime() {
        Random random = new Random(20_261_123);
        for (int i = 0; i < ROUNDS; i++) {
            // Given
            PriceSchedule schedule = randomSchedule(random);
            TokenUsage usage = randomUsage(random);
            String tier = random.nextBoolean() ? null : TIERS[random.nextInt(TIERS.length)];
            Instant at = NOON.plusSeconds(random.nextInt(86_400));

            // When
            Money cost = schedule.costOf(usage, at, tier).total();
            Money worst = schedule.worstCase(usage.promptTokens(), usage.completionTokens(), tier);

            // Then
            assertThat(worst)
                    .as("round %d: %s for %s of %s", i, tier, usage, schedule)
                    .isGreaterThanOrEqualTo(cost);
        }
    }

    private static PriceSchedule randomSchedule(Random random) {
        List<PriceOverride> overrides = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
            amounts.put(KINDS.get(random.nextInt(KINDS.size())), amount(random));
            amounts.put(KINDS.get(random.nextInt(KINDS.size())), amount(random));
            boolean window = random.nextBoolean();
            overrides.add(new PriceOverride(
                    random.nextInt(3) * 100L,
                    window ? LocalTime.of(random.nextInt(24), 0) : null,
                    window ? LocalTime.of(random.nextInt(24), 30) : null,
                    random.nextBoolean() ? null : TIERS[random.nextInt(TIERS.length)],
                    amounts));
        }
        Map<PriceKind, BigDecimal> base = new EnumMap<>(PriceKind.class);
        base.put(PriceKind.INPUT, amount(random));
        base.put(PriceKind.OUTPUT, amount(random));
        if (random.nextBoolean()) {
            base.put(PriceKind.CACHE_READ, amount(random));
        }
        return new PriceSchedule(TokenPrices.of(base), Map.of(), overrides);
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(100_000), 9);
    }

    private static TokenUsage randomUsage(Random random) {
        long[] n = random.longs(10, 0, 100).toArray();
        return new TokenUsage(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
    }

    private static PriceSchedule schedule(PriceOverride... overrides) {
        return new PriceSchedule(
                TokenPrices.of(Map.of(PriceKind.INPUT, BigDecimal.ONE, PriceKind.OUTPUT, BigDecimal.TEN)),
                Map.of(),
                List.of(overrides));
    }

    private static PriceOverride override(
            long above,
            @Nullable LocalTime start,
            @Nullable LocalTime end,
            @Nullable String tier,
            PriceKind kind,
            String amount) {
        return new PriceOverride(above, start, end, tier, Map.of(kind, new BigDecimal(amount)));
    }
}
