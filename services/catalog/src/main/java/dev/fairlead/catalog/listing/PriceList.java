package dev.fairlead.catalog.listing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint charges, as its provider lists it: dollars per million tokens, and per call. Exact decimals; equal
 * amounts are equal whatever zeros they were written with.
 *
 * @param asOf the day on which the provider was seen to charge this
 * @param amounts in dollars; always has {@link PriceKind#INPUT} and {@link PriceKind#OUTPUT}
 */
public record PriceList(LocalDate asOf, Map<PriceKind, BigDecimal> amounts) {

    private static final int PER_MILLION = 6;

    public PriceList {
        EnumMap<PriceKind, BigDecimal> exact = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException("the price '" + kind.field() + "' is negative");
            }
            exact.put(kind, normalised(amount));
        });
        if (!exact.containsKey(PriceKind.INPUT) || !exact.containsKey(PriceKind.OUTPUT)) {
            throw new IllegalArgumentException("a price list names at least the prices of input and output");
        }
        amounts = Collections.unmodifiableMap(exact);
    }

    /** The amount for {@code kind} in dollars; null if it is not listed. */
    public @Nullable BigDecimal amount(PriceKind kind) {
        return amounts.get(kind);
    }

    /** The same prices per single token, as requests are priced. */
    public TokenPrices perToken() {
        return new TokenPrices(
                required(PriceKind.INPUT),
                required(PriceKind.OUTPUT),
                amounts.getOrDefault(PriceKind.REQUEST, BigDecimal.ZERO),
                perToken(PriceKind.CACHE_READ),
                perToken(PriceKind.CACHE_WRITE),
                perToken(PriceKind.CACHE_WRITE_1H),
                perToken(PriceKind.REASONING),
                perToken(PriceKind.INPUT_AUDIO),
                perToken(PriceKind.INPUT_IMAGE),
                perToken(PriceKind.OUTPUT_AUDIO),
                perToken(PriceKind.OUTPUT_IMAGE));
    }

    /** Everything in it as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        amounts.forEach((kind, amount) -> facts.put(kind.field(), amount.toPlainString()));
        facts.put("as_of", asOf.toString());
        return facts;
    }

    private BigDecimal required(PriceKind kind) {
        BigDecimal amount = perToken(kind);
        if (amount == null) {
            throw new IllegalStateException("checked when it was made");
        }
        return amount;
    }

    private @Nullable BigDecimal perToken(PriceKind kind) {
        BigDecimal amount = amounts.get(kind);
        return amount == null ? null : normalised(amount.movePointLeft(PER_MILLION));
    }

    /** Without trailing zeros, and never with a negative scale, so that equal amounts are equal objects. */
    private static BigDecimal normalised(BigDecimal amount) {
        BigDecimal stripped = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
