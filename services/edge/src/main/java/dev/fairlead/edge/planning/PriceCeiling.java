package dev.fairlead.edge.planning;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * The most that an endpoint may charge; each is null for no limit.
 *
 * @param prompt in dollars per million tokens
 * @param completion in dollars per million tokens
 * @param request in dollars per request
 * @param image in dollars per image
 * @param audio in dollars per million tokens of audio
 */
public record PriceCeiling(
        @Nullable BigDecimal prompt,
        @Nullable BigDecimal completion,
        @Nullable BigDecimal request,
        @Nullable BigDecimal image,
        @Nullable BigDecimal audio) {

    public static final PriceCeiling NONE = new PriceCeiling(null, null, null, null, null);
}
