package dev.fairlead.edge.routing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How much of a limit may be spent today, so that it lasts to the end of its window: what was left this morning, in equal
 * parts for today and each day that follows.
 *
 * @param leftAtStart what was left when the day began
 * @param leftNow what is left
 * @param daysLeft days until the limit starts anew, today included
 */
public record BudgetPace(Money leftAtStart, Money leftNow, int daysLeft) {

    /**
     * The pace at a moment.
     *
     * @param reset when the limit starts anew; null for never: then it is spread over the rest of the month
     */
    static BudgetPace at(Instant now, @Nullable LimitReset reset, Money leftAtStart, Money leftNow) {
        return new BudgetPace(leftAtStart, leftNow, daysLeft(now, reset));
    }

    static int daysLeft(Instant now, @Nullable LimitReset reset) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate anew =
                switch (reset) {
                    case DAILY -> today.plusDays(1);
                    case WEEKLY -> today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                    case MONTHLY -> today.with(TemporalAdjusters.firstDayOfNextMonth());
                    case null -> today.with(TemporalAdjusters.firstDayOfNextMonth());
                };
        return Math.toIntExact(ChronoUnit.DAYS.between(today, anew));
    }

    /** What may be spent today, rounded down. */
    public Money share() {
        return leftAtStart.isPositive() ? Money.ofNanos(leftAtStart.nanos() / daysLeft) : Money.ZERO;
    }

    /** What has been spent of it or is set aside; negative if the limit was raised. */
    public Money spentToday() {
        return leftAtStart.minus(leftNow);
    }

    /** Whether something of today's share is left. */
    public boolean lasts() {
        return spentToday().compareTo(share()) < 0;
    }
}
