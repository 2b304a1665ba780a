package dev.fairlead.billing.spending;

import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A spending level as the ledger has it.
 *
 * @param redisKey its name in Redis
 * @param partition the partition that it lies in
 * @param revision grows with each change of the limit
 * @param limit the most that may be spent in the window; null for no limit
 * @param window the current window; empty if it never starts anew
 * @param used what was booked in that window
 */
record Level(
        String redisKey,
        int partition,
        long revision,
        @Nullable Money limit,
        String window,
        Money used) {}
