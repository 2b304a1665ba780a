package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.time.Instant;

import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.edge.offer.PriceCard;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint may charge, held against the prices of one call. It is a promise, so the prompt is taken to be as
 * long as it can be. A price that is just as high is allowed.
 */
final class Ceiling {

    private static final int PER_MILLION = 6;

    private final PriceCeiling limits;
    private final @Nullable BigDecimal prompt;
    private final @Nullable BigDecimal completion;
    private final @Nullable BigDecimal audio;
    private final long promptTokens;
    private final Instant now;

    Ceiling(PriceCeiling limits, long promptTokens, Instant now) {
        this.limits = limits;
        this.prompt = perToken(limits.prompt());
        this.completion = perToken(limits.completion());
        this.audio = perToken(limits.audio());
        this.promptTokens = promptTokens;
        this.now = now;
    }

    private static @Nullable BigDecimal perToken(@Nullable BigDecimal perMillion) {
        return perMillion == null ? null : perMillion.movePointLeft(PER_MILLION);
    }

    /** Whether a call in that service tier is too dear. Prices that are not listed are not. */
    boolean isExceededBy(PriceCard card, @Nullable String serviceTier) {
        if (limits.equals(PriceCeiling.NONE)) {
            return false;
        }
        TokenPrices prices = card.at(promptTokens, now, serviceTier);
        return exceeds(prices.prompt(), prompt)
                || exceeds(prices.completion(), completion)
                || exceeds(prices.request(), limits.request())
                || exceeds(prices.inputAudio(), audio)
                || (limits.image() != null
                        && exceeds(
                                card.pieceAt(PriceKind.PER_INPUT_IMAGE, promptTokens, now, serviceTier),
                                limits.image()));
    }

    private static boolean exceeds(@Nullable BigDecimal price, @Nullable BigDecimal limit) {
        return price != null && limit != null && price.compareTo(limit) > 0;
    }
}
