package dev.fairlead.catalog.importing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** Whether a price can be meant, judged by what others charge for the same model. */
final class PriceBelief {

    private static final BigDecimal FACTOR = BigDecimal.valueOf(1000);

    private PriceBelief() {}

    /**
     * An amount beyond belief.
     *
     * @param kind of what
     * @param amount dollars, as listed
     * @param median of the others, or what it was before where there are no others
     */
    record Doubt(PriceKind kind, BigDecimal amount, BigDecimal median) {

        @Override
        public String toString() {
            boolean dear = amount.compareTo(median) > 0;
            BigDecimal times =
                    dear ? amount.divide(median, MathContext.DECIMAL32) : median.divide(amount, MathContext.DECIMAL32);
            return kind.field() + " " + amount.toPlainString() + " is " + (dear ? "" : "1/")
                    + times.setScale(0, RoundingMode.HALF_UP).toPlainString()
                    + (dear ? " times" : " of") + " the usual " + median.toPlainString();
        }
    }

    /**
     * The first amount that is more than 1000 times the median of the others, or less than a thousandth; null if there
     * is none. That something is free is no reason to doubt it.
     *
     * @param others the other endpoints of the same model
     * @param before what the endpoint charged so far
     */
    static @Nullable Doubt of(PriceList prices, List<ListedEndpoint> others, @Nullable PriceList before) {
        for (Map.Entry<PriceKind, BigDecimal> entry : prices.amounts().entrySet()) {
            Doubt doubt = of(entry.getKey(), entry.getValue(), others, before);
            if (doubt != null) {
                return doubt;
            }
        }
        for (var override : prices.overrides()) {
            for (Map.Entry<PriceKind, BigDecimal> entry : override.amounts().entrySet()) {
                Doubt doubt = of(entry.getKey(), entry.getValue(), others, before);
                if (doubt != null) {
                    return doubt;
                }
            }
        }
        return null;
    }

    private static @Nullable Doubt of(
            PriceKind kind, BigDecimal amount, List<ListedEndpoint> others, @Nullable PriceList before) {
        BigDecimal usual = usual(kind, others, before);
        if (usual == null || amount.signum() == 0) {
            return null;
        }
        boolean absurd = amount.compareTo(usual.multiply(FACTOR)) > 0
                || amount.multiply(FACTOR).compareTo(usual) < 0;
        return absurd ? new Doubt(kind, amount, usual) : null;
    }

    private static @Nullable BigDecimal usual(PriceKind kind, List<ListedEndpoint> others, @Nullable PriceList before) {
        List<BigDecimal> amounts = new ArrayList<>();
        for (ListedEndpoint other : others) {
            PriceList prices = other.priceStatus() == PriceStatus.SUSPECT ? null : other.prices();
            BigDecimal amount = prices == null ? null : prices.amount(kind);
            if (amount != null && amount.signum() > 0) {
                amounts.add(amount);
            }
        }
        if (amounts.isEmpty()) {
            BigDecimal old = before == null ? null : before.amount(kind);
            return old == null || old.signum() == 0 ? null : old;
        }
        amounts.sort(null);
        int middle = amounts.size() / 2;
        return amounts.size() % 2 == 1
                ? amounts.get(middle)
                : amounts.get(middle - 1).add(amounts.get(middle)).divide(BigDecimal.TWO);
    }
}
