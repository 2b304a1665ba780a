package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;

/** Tells prices that nobody can mean: those a thousand times above or below what others charge for the same model. */
public final class AbsurdPrices {

    private static final int FACTOR = 1000;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private AbsurdPrices() {}

    /**
     * Why {@code prices} are beyond belief.
     *
     * @param others what others charge for the same model, and what the same endpoint charged before; prices of nothing
     *     do not count
     * @return for people, such as {@code input 250000 is more than 1000 times the 2.5 that others charge}; empty if the
     *     prices may well be meant, or if there is nothing to compare them to
     */
    public static Optional<String> reason(PriceList prices, Collection<PriceList> others) {
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return amounts(prices)
                .flatMap(amount -> reason(amount.getKey(), amount.getValue(), others).stream())
                .findFirst();
    }

    private static Stream<Map.Entry<PriceKind, BigDecimal>> amounts(PriceList prices) {
        return Stream.concat(
                prices.amounts().entrySet().stream(),
                prices.overrides().stream()
                        .map(ListedOverride::amounts)
                        .flatMap(amounts -> amounts.entrySet().stream()));
    }

    private static Optional<String> reason(PriceKind kind, BigDecimal amount, Collection<PriceList> others) {
        List<BigDecimal> charged = new ArrayList<>();
        for (PriceList other : others) {
            BigDecimal theirs = other.amount(kind);
            if (theirs != null && theirs.signum() > 0) {
                charged.add(theirs);
            }
        }
        if (amount.signum() == 0 || charged.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal median = median(charged);
        BigDecimal factor = BigDecimal.valueOf(FACTOR);
        String side = amount.compareTo(median.multiply(factor)) > 0
                ? "more than " + FACTOR + " times"
                : amount.multiply(factor).compareTo(median) < 0 ? "less than a thousandth of" : "";
        return side.isEmpty()
                ? Optional.empty()
                : Optional.of(kind.field() + ' ' + amount.toPlainString() + " is " + side + " the "
                        + median.toPlainString() + " that others charge");
    }

    private static BigDecimal median(List<BigDecimal> amounts) {
        amounts.sort(null);
        int middle = amounts.size() / 2;
        return amounts.size() % 2 == 1
                ? amounts.get(middle)
                : amounts.get(middle - 1).add(amounts.get(middle)).divide(TWO);
    }
}
