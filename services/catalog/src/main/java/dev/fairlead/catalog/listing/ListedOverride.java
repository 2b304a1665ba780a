package dev.fairlead.catalog.listing;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import org.jspecify.annotations.Nullable;

/**
 * Prices under conditions, as a provider lists them; see {@link PriceOverride}.
 *
 * @param abovePromptTokens for prompts of strictly more tokens; 0 for any
 * @param utcStart from when in the day, UTC, inclusive; null, as is {@code utcEnd}, for any time
 * @param utcEnd until when, UTC, exclusive
 * @param serviceTier such as {@code flex}, {@code priority}, {@code batch}; null for the usual one
 * @param amounts in dollars, per million tokens or per piece
 */
public record ListedOverride(
        long abovePromptTokens,
        @Nullable LocalTime utcStart,
        @Nullable LocalTime utcEnd,
        @Nullable String serviceTier,
        Map<PriceKind, BigDecimal> amounts) {

    public ListedOverride {
        EnumMap<PriceKind, BigDecimal> exact = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> exact.put(kind, PriceList.normalised(amount)));
        amounts = Collections.unmodifiableMap(exact);
    }

    PriceOverride perToken() {
        Map<PriceKind, BigDecimal> perToken = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> perToken.put(kind, PriceList.perUnit(kind, amount)));
        return new PriceOverride(abovePromptTokens, utcStart, utcEnd, serviceTier, perToken);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (abovePromptTokens > 0) {
            text.append("above ").append(abovePromptTokens).append(' ');
        }
        if (utcStart != null) {
            text.append(utcStart).append('-').append(utcEnd).append(' ');
        }
        if (serviceTier != null) {
            text.append(serviceTier).append(' ');
        }
        return text.append(PriceList.text(amounts)).toString();
    }
}
