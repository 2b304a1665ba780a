package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All that an endpoint charges: the usual prices, and those that replace them for long prompts, at times of the day, or
 * for a service tier. Of the overrides that hold, the later one wins for each kind.
 *
 * @param base dollars per single token and per request
 * @param pieces dollars for each kind that is not counted in tokens, but the request
 * @param overrides in the order in which they apply
 */
public record PriceSchedule(TokenPrices base, Map<PriceKind, BigDecimal> pieces, List<PriceOverride> overrides) {

    public static final PriceSchedule FREE = flat(TokenPrices.FREE);

    public PriceSchedule {
        pieces.forEach(TokenPrices::requireNotNegative);
        pieces = pieces.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(pieces));
        overrides = List.copyOf(overrides);
    }

    /** The same prices for every call. */
    public static PriceSchedule flat(TokenPrices prices) {
        return new PriceSchedule(prices, Map.of(), List.of());
    }

    /**
     * The prices of one call.
     *
     * @param promptTokens all tokens of its prompt
     * @param at when it began
     * @param serviceTier the tier that served it; null for the usual one
     */
    public TokenPrices at(long promptTokens, Instant at, @Nullable String serviceTier) {
        TokenPrices prices = base;
        for (PriceOverride override : overrides) {
            if (override.holds(promptTokens, at, serviceTier)) {
                prices = prices.with(override.amounts());
            }
        }
        return prices;
    }

    /** What a call costs: exact, then rounded once. */
    public Cost costOf(TokenUsage usage, Instant at, @Nullable String serviceTier) {
        return at(usage.promptTokens(), at, serviceTier).costOf(usage);
    }

    /**
     * The most that a call of this size can cost, whatever categories its tokens turn out to belong to and whenever it
     * is served. Never less than {@link #costOf} of any usage with no more prompt and completion tokens.
     *
     * @param serviceTier the tier that it asks for; null for the usual one
     */
    public Money worstCase(long promptTokens, long completionTokens, @Nullable String serviceTier) {
        Money worst = base.worstCase(promptTokens, completionTokens);
        if (overrides.isEmpty()) {
            return worst;
        }
        TokenPrices dearest = base;
        for (PriceOverride override : overrides) {
            if (override.mayHold(promptTokens, serviceTier)) {
                dearest = dearest.dearer(override.amounts());
            }
        }
        return dearest.worstCase(promptTokens, completionTokens);
    }
}
