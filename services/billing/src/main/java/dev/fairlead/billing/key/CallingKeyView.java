package dev.fairlead.billing.key;

import java.math.BigDecimal;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A key as its own holder sees it. Amounts are US dollars. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CallingKeyView(
        String label,
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
        @JsonProperty("is_free_tier") boolean isFreeTier,
        @JsonProperty("is_management_key") boolean isManagementKey,
        @JsonProperty("is_provisioning_key") boolean isProvisioningKey,
        @JsonProperty("expires_at") @Nullable Instant expiresAt,
        @JsonProperty("creator_user_id") String creatorUserId,
        @JsonProperty("rate_limit") RateLimit rateLimit) {

    /** A field that callers of old expect; minus one says that there is no such limit. */
    record RateLimit(int requests, String interval, String note) {}

    static CallingKeyView of(KeyDetails details) {
        return new CallingKeyView(
                details.key().label(),
                KeyView.usd(details.key().limit()),
                KeyView.usd(KeyView.remaining(details)),
                KeyView.name(details.key().limitReset()),
                details.includeByokInLimit(),
                details.usage().total().toUsd(),
                details.usage().daily().toUsd(),
                details.usage().weekly().toUsd(),
                details.usage().monthly().toUsd(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                false,
                false,
                false,
                details.key().expiresAt(),
                details.creator(),
                new RateLimit(-1, "1s", "Not in use."));
    }
}
