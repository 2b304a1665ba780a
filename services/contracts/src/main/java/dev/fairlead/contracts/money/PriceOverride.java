package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Prices that replace the usual ones under conditions, all of which have to hold.
 *
 * @param abovePromptTokens holds for prompts of strictly more tokens; 0 for any
 * @param utcStart from when in the day it holds, UTC, inclusive; null, as is {@code utcEnd}, for any time
 * @param utcEnd until when it holds, UTC, exclusive; before {@code utcStart} if the window goes past midnight
 * @param serviceTier the service tier that it is for, such as {@code flex}, {@code priority}, {@code batch}; null for
 *     the usual one
 * @param amounts dollars per single token or piece; a kind that is missing keeps its price
 */
public record PriceOverride(
        long abovePromptTokens,
        @Nullable LocalTime utcStart,
        @Nullable LocalTime utcEnd,
        @Nullable String serviceTier,
        Map<PriceKind, BigDecimal> amounts) {

    public PriceOverride {
        if (abovePromptTokens < 0) {
            throw new IllegalArgumentException("a threshold of tokens is negative");
        }
        if ((utcStart == null) != (utcEnd == null)) {
            throw new IllegalArgumentException("a time window has a start and an end");
        }
        if (amounts.isEmpty()) {
            throw new IllegalArgumentException("an override without an amount");
        }
        amounts.forEach(TokenPrices::requireNotNegative);
        amounts = Collections.unmodifiableMap(new EnumMap<>(amounts));
    }

    /** Whether it holds for a call. */
    public boolean holds(long promptTokens, Instant at, @Nullable String tier) {
        return mayHold(promptTokens, tier)
                && isInWindow(at.atOffset(ZoneOffset.UTC).toLocalTime());
    }

    /** Whether it holds for a call at some time of the day. */
    public boolean mayHold(long promptTokens, @Nullable String tier) {
        return (promptTokens > abovePromptTokens || abovePromptTokens == 0)
                && (serviceTier == null || serviceTier.equals(tier));
    }

    private boolean isInWindow(LocalTime time) {
        if (utcStart == null || utcEnd == null) {
            return true;
        }
        boolean afterStart = !time.isBefore(utcStart);
        boolean beforeEnd = time.isBefore(utcEnd);
        return utcStart.isBefore(utcEnd) ? afterStart && beforeEnd : afterStart || beforeEnd;
    }
}
