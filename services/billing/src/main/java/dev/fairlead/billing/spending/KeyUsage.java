package dev.fairlead.billing.spending;

import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What was booked on a key: ever, and in the current day, week and month (UTC).
 */
public record KeyUsage(Money total, Money daily, Money weekly, Money monthly) {

    public static final KeyUsage NONE = new KeyUsage(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    /** What counts against a limit that starts anew like this; null for one that never does. */
    public Money within(@Nullable LimitReset reset) {
        return switch (reset) {
            case null -> total;
            case DAILY -> daily;
            case WEEKLY -> weekly;
            case MONTHLY -> monthly;
        };
    }
}
