package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as somebody sees it.
 *
 * @param mode what its model is called for
 * @param listed what is listed
 * @param published what edge and router know of it
 * @param provider who serves it
 * @param prices what this somebody is charged; null if nobody knows
 */
public record Served(
        Mode mode,
        ListedEndpoint listed,
        Endpoint published,
        ListedProvider provider,
        @Nullable PriceList prices) {

    /** Routable ones first, then those with a price, then the cheaper ones; ties by id. */
    static final Comparator<Served> MOST_ATTRACTIVE_FIRST = Comparator.comparing(
                    (Served served) -> !served.isRoutable())
            .thenComparing(Served::textPrice, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Served::piecePrice)
            .thenComparing(served -> served.published().id());

    /** As an organisation sees it; the endpoint has to be visible to it. */
    static Served to(
            @Nullable String organisation,
            Mode mode,
            ListedEndpoint listed,
            Endpoint published,
            ListedProvider provider) {
        boolean own = listed.owner() == null || listed.owner().equals(organisation);
        PriceList cost = listed.prices() == null ? listed.ceiling() : listed.prices();
        return new Served(mode, listed, published, provider, own ? cost : listed.offer());
    }

    /** Whether it was served once and is no longer. */
    static boolean isGone(ListedEndpoint listed, LocalDate today) {
        return listed.status() == ListingStatus.HISTORICAL
                || (listed.retires() != null && !today.isBefore(listed.retires()));
    }

    /** Whether requests are sent to it. */
    public boolean isRoutable() {
        return published.standing() == Standing.ROUTABLE;
    }

    /** Dollars per million tokens of the prompt; null if unknown. */
    public @Nullable BigDecimal promptPrice() {
        return textPrice(PriceKind.INPUT);
    }

    /** Dollars per million tokens of the completion; null if unknown. */
    public @Nullable BigDecimal completionPrice() {
        return textPrice(PriceKind.OUTPUT);
    }

    /** What a million tokens in and a million tokens out cost together; null if unknown. */
    @Nullable
    BigDecimal textPrice() {
        BigDecimal prompt = promptPrice();
        BigDecimal completion = completionPrice();
        return prompt == null || completion == null ? null : prompt.add(completion);
    }

    /** Text that is not charged for, where other things are, costs nothing. */
    private @Nullable BigDecimal textPrice(PriceKind kind) {
        if (prices == null || !prices.suffices(mode)) {
            return null;
        }
        BigDecimal amount = prices.amount(kind);
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private BigDecimal piecePrice() {
        BigDecimal sum = BigDecimal.ZERO;
        if (prices != null) {
            for (var amount : prices.amounts().entrySet()) {
                if (amount.getKey().unit() == PriceKind.Unit.PIECE) {
                    sum = sum.add(amount.getValue());
                }
            }
        }
        return sum;
    }
}
