package dev.fairlead.edge.admission;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent: by a key that has a limit, or else by its organisation.
 *
 * @param redisKey the level's key in Redis
 * @param limit null if neither has a limit
 * @param left null likewise; may be negative. What requests under way may cost is taken off already
 * @param reset when the limit starts anew; null for never
 */
public record SpendingLevel(
        String redisKey,
        @Nullable Money limit,
        @Nullable Money left,
        @Nullable LimitReset reset) {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** The share of the limit that is left, 0 to 100, rounded down to hundredths; null without a limit. */
    public @Nullable BigDecimal leftPercent() {
        if (limit == null || left == null) {
            return null;
        }
        if (!limit.isPositive() || !left.isPositive()) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.valueOf(left.nanos())
                .multiply(PERCENT)
                .divide(BigDecimal.valueOf(limit.nanos()), 2, RoundingMode.DOWN)
                .min(PERCENT);
    }
}
