package dev.fairlead.edge.routing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetPaceTest {

    @ParameterizedTest
    @CsvSource({
        "DAILY, 2026-11-23T00:00:00Z, 1",
        "DAILY, 2026-11-23T23:59:59Z, 1",
        // A Monday, and the Sunday before.
        "WEEKLY, 2026-11-23T08:00:00Z, 7",
        "WEEKLY, 2026-11-22T08:00:00Z, 1",
        "MONTHLY, 2026-11-01T00:00:00Z, 30",
        "MONTHLY, 2026-11-30T23:59:59Z, 1",
        "MONTHLY, 2028-02-01T00:00:00Z, 29",
        // A limit that never starts anew is spread over the month.
        ", 2026-11-23T12:00:00Z, 8",
    })
    void countsTheDaysUntilALimitStartsAnewTodayIncluded(LimitReset reset, Instant now, int days) {
        assertThat(BudgetPace.daysLeft(now, reset)).isEqualTo(days);
    }

    @Test
    void givesTodayAnEqualPartOfWhatWasLeftThisMorning() {
        // Given eight days of November and ten dollars.
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        // When
        BudgetPace pace = BudgetPace.at(now, LimitReset.MONTHLY, Money.ofUsd("10"), Money.ofUsd("9"));

        // Then
        assertThat(pace.share()).isEqualTo(Money.ofUsd("1.25"));
        assertThat(pace.spentToday()).isEqualTo(Money.ofUsd("1"));
        assertThat(pace.lasts()).isTrue();
    }

    @Test
    void endsWhenTodaysShareIsSpentToTheLastNanoDollar() {
        Instant now = Instant.parse("2026-11-29T12:00:00Z");
        Money morning = Money.ofNanos(10_001);

        assertThat(BudgetPace.at(now, LimitReset.MONTHLY, morning, Money.ofNanos(5_002))
                        .lasts())
                .isTrue();
        assertThat(BudgetPace.at(now, LimitReset.MONTHLY, morning, Money.ofNanos(5_001))
                        .lasts())
                .isFalse();
    }

    @Test
    void hasNothingToSpendWhereNothingWasLeft() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        assertThat(BudgetPace.at(now, null, Money.ZERO, Money.ZERO).lasts()).isFalse();
        assertThat(BudgetPace.at(now, null, Money.ofUsd("-3"), Money.ofUsd("-3"))
                        .share())
                .isEqualTo(Money.ZERO);
    }

    @Test
    void goesOnWhenTheLimitIsRaisedDuringTheDay() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        assertThat(BudgetPace.at(now, null, Money.ofUsd("1"), Money.ofUsd("5")).lasts())
                .isTrue();
    }

    @Test
    void spendsALimitEvenlyWhenEachDaySpendsItsShare() {
        Money left = Money.ofUsd("30");
        LocalDate day = LocalDate.of(2026, 11, 1);

        for (int i = 0; i < 30; i++) {
            Instant now = day.plusDays(i).atStartOfDay(ZoneOffset.UTC).toInstant();
            BudgetPace pace = BudgetPace.at(now, LimitReset.MONTHLY, left, left);
            assertThat(pace.share()).isEqualTo(Money.ofUsd("1"));
            left = left.minus(pace.share());
        }

        assertThat(left).isEqualTo(Money.ZERO);
    }
}
