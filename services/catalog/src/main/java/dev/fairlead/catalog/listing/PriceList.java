package dev.fairlead.catalog.listing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint charges, as its provider lists it: dollars per million tokens, and per piece of what is not counted
 * in tokens. Exact decimals; equal amounts are equal whatever zeros they were written with.
 *
 * @param asOf the day on which the provider was seen to charge this
 * @param source who saw it; empty if it is the provider's own page
 * @param amounts in dollars; never empty
 * @param overrides prices under conditions, in the order in which they apply
 */
public record PriceList(
        LocalDate asOf, String source, Map<PriceKind, BigDecimal> amounts, List<ListedOverride> overrides) {

    private static final int PER_MILLION = 6;

    public PriceList {
        if (amounts.isEmpty()) {
            throw new IllegalArgumentException("a price list without an amount");
        }
        EnumMap<PriceKind, BigDecimal> exact = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException("the price '" + kind.field() + "' is negative");
            }
            exact.put(kind, normalised(amount));
        });
        amounts = Collections.unmodifiableMap(exact);
        overrides = List.copyOf(overrides);
    }

    /** The same for every call, from the provider's own page. */
    public PriceList(LocalDate asOf, Map<PriceKind, BigDecimal> amounts) {
        this(asOf, "", amounts, List.of());
    }

    /** The amount for {@code kind} in dollars; null if it is not listed. */
    public @Nullable BigDecimal amount(PriceKind kind) {
        return amounts.get(kind);
    }

    /** Whether it says enough to price a call: text costs both ways, everything else by whatever it is sold by. */
    public boolean suffices(Mode mode) {
        return switch (mode) {
            case CHAT, COMPLETION -> amounts.containsKey(PriceKind.INPUT) && amounts.containsKey(PriceKind.OUTPUT);
            default -> true;
        };
    }

    /** The usual prices per single token, as requests are priced. */
    public TokenPrices perToken() {
        Map<PriceKind, BigDecimal> single = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> single.put(kind, perUnit(kind, amount)));
        return TokenPrices.of(single);
    }

    /** All of it, as requests are priced. */
    public PriceSchedule schedule() {
        Map<PriceKind, BigDecimal> pieces = new EnumMap<>(PriceKind.class);
        amounts.forEach((kind, amount) -> {
            if (kind.unit() == PriceKind.Unit.PIECE && kind != PriceKind.REQUEST) {
                pieces.put(kind, amount);
            }
        });
        return new PriceSchedule(
                perToken(),
                pieces,
                overrides.stream().map(ListedOverride::perToken).toList());
    }

    /** Everything in it as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        amounts.forEach((kind, amount) -> facts.put(kind.field(), amount.toPlainString()));
        if (!overrides.isEmpty()) {
            facts.put("overrides", overrides.toString());
        }
        facts.put("as_of", asOf.toString());
        facts.put("source", source);
        return facts;
    }

    static String text(Map<PriceKind, BigDecimal> amounts) {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey().field() + ' ' + entry.getValue().toPlainString())
                .collect(Collectors.joining(" "));
    }

    static BigDecimal perUnit(PriceKind kind, BigDecimal amount) {
        return kind.unit() == PriceKind.Unit.TOKEN ? normalised(amount.movePointLeft(PER_MILLION)) : amount;
    }

    /** Without trailing zeros, and never with a negative scale, so that equal amounts are equal objects. */
    static BigDecimal normalised(BigDecimal amount) {
        BigDecimal stripped = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
