package dev.fairlead.edge.offer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is worked out fast is what the schedule says. */
class PriceCardTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @Property(tries = 3_000, seed = "20261123")
    void theWorstCaseIsThatOfTheSchedule(@ForAll long seed) {
        Random random = new Random(seed);
        PriceSchedule schedule = schedule(random);
        long prompt = random.nextInt(400_000);
        long completion = random.nextInt(400_000);
        String tier = tier(random);

        assertThat(new PriceCard(schedule).worstCase(prompt, completion, tier))
                .isEqualTo(schedule.worstCase(prompt, completion, tier));
    }

    @Property(tries = 3_000, seed = "20261124")
    void thePricesToCompareAreThoseThatHold(@ForAll long seed) {
        Random random = new Random(seed);
        PriceSchedule schedule = schedule(random);
        long prompt = random.nextInt(400_000);
        String tier = tier(random);
        TokenPrices hold = schedule.at(prompt, NOON, tier);
        double fee = hold.request().doubleValue() / 1_000;
        PriceCard card = new PriceCard(schedule);

        assertThat(card.perToken(prompt, NOON, tier))
                .isCloseTo(
                        0.75 * hold.prompt().doubleValue()
                                + 0.25 * hold.completion().doubleValue()
                                + fee,
                        within(1e-15));
        assertThat(card.perPromptToken(prompt, NOON, tier))
                .isCloseTo(hold.prompt().doubleValue() + fee, within(1e-15));
    }

    @Test
    void fallsBackToExactDecimalsWhereWholeNumbersDoNotReach() {
        for (String price : List.of("0.0000000000000001", "1000000", "1e-400")) {
            PriceSchedule schedule = PriceSchedule.flat(
                    TokenPrices.of(Map.of(PriceKind.INPUT, new BigDecimal(price), PriceKind.OUTPUT, BigDecimal.ONE)));

            assertThat(new PriceCard(schedule).worstCase(1_000, 7, null)).isEqualTo(schedule.worstCase(1_000, 7, null));
        }
        PriceSchedule dear = PriceSchedule.flat(TokenPrices.perMillion(BigDecimal.TEN, BigDecimal.TEN));
        long tokens = 400_000_000_000_000L;
        assertThat(new PriceCard(dear).worstCase(tokens, tokens, null)).isEqualTo(dear.worstCase(tokens, tokens, null));
    }

    private static @Nullable String tier(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "flex";
            case 1 -> "priority";
            default -> null;
        };
    }

    private static PriceSchedule schedule(Random random) {
        Map<PriceKind, BigDecimal> base = amounts(random);
        base.putIfAbsent(PriceKind.INPUT, BigDecimal.ZERO);
        List<PriceOverride> overrides = new ArrayList<>();
        while (random.nextInt(2) == 0) {
            Map<PriceKind, BigDecimal> amounts = amounts(random);
            amounts.putIfAbsent(PriceKind.INPUT, BigDecimal.ONE.movePointLeft(6));
            boolean timed = random.nextBoolean();
            overrides.add(new PriceOverride(
                    random.nextInt(3) * 100_000L,
                    timed ? LocalTime.of(random.nextInt(24), 0) : null,
                    timed ? LocalTime.of(random.nextInt(24), 30) : null,
                    tier(random),
                    amounts));
        }
        return new PriceSchedule(TokenPrices.of(base), Map.of(), overrides);
    }

    private static Map<PriceKind, BigDecimal> amounts(Random random) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (PriceKind kind : PriceKind.values()) {
            if (random.nextInt(3) == 0) {
                // Now and then finer than a whole number of units.
                amounts.put(kind, BigDecimal.valueOf(random.nextInt(100_000), 9 + random.nextInt(9)));
            }
        }
        return amounts;
    }
}
