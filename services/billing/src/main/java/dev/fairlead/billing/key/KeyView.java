package dev.fairlead.billing.key;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** A key as the management routes show it. Amounts are US dollars; nothing runs on own provider keys (BYOK) yet. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record KeyView(
        String hash,
        String name,
        String label,
        @Nullable String team,
        boolean disabled,
        @Nullable BigDecimal limit,
        @JsonProperty("limit_remaining") @Nullable BigDecimal limitRemaining,
        @JsonProperty("limit_reset") @Nullable String limitReset,
        @JsonProperty("include_byok_in_limit") boolean includeByokInLimit,
        BigDecimal usage,
        @JsonProperty("usage_daily") BigDecimal usageDaily,
        @JsonProperty("usage_weekly") BigDecimal usageWeekly,
        @JsonProperty("usage_monthly") BigDecimal usageMonthly,
        @JsonProperty("byok_usage") BigDecimal byokUsage,
        @JsonProperty("byok_usage_daily") BigDecimal byokUsageDaily,
        @JsonProperty("byok_usage_weekly") BigDecimal byokUsageWeekly,
        @JsonProperty("byok_usage_monthly") BigDecimal byokUsageMonthly,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("updated_at") @Nullable Instant updatedAt,
        @JsonProperty("expires_at") @Nullable Instant expiresAt,
        @JsonProperty("creator_user_id") String creatorUserId,
        @JsonProperty("workspace_id") String workspaceId) {

    static KeyView of(KeyDetails details) {
        ApiKey key = details.key();
        return new KeyView(
                key.hash().value(),
                key.name(),
                key.label(),
                key.team(),
                key.state() != ApiKey.State.ACTIVE,
                usd(key.limit()),
                usd(remaining(details)),
                name(key.limitReset()),
                details.includeByokInLimit(),
                details.usage().total().toUsd(),
                details.usage().daily().toUsd(),
                details.usage().weekly().toUsd(),
                details.usage().monthly().toUsd(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                key.createdAt(),
                details.updatedAt(),
                key.expiresAt(),
                details.creator(),
                key.organisation().value());
    }

    /** What is left of the limit in its current window; null if there is no limit. */
    static @Nullable Money remaining(KeyDetails details) {
        Money limit = details.key().limit();
        return limit == null
                ? null
                : Money.max(
                        Money.ZERO,
                        limit.minus(details.usage().within(details.key().limitReset())));
    }

    static @Nullable BigDecimal usd(@Nullable Money amount) {
        return amount == null ? null : amount.toUsd();
    }

    static @Nullable String name(@Nullable LimitReset reset) {
        return reset == null ? null : reset.name().toLowerCase(Locale.ROOT);
    }
}
