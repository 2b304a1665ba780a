package dev.fairlead.catalog.store;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a call of an endpoint costs.
 *
 * @param status how sure {@code prices} are
 * @param prices null if unknown
 * @param ceiling what is charged while they are unknown; null for not at all
 * @param offer what other organisations than the owner are charged; null if they do not see the endpoint
 */
public record ChargedPrices(
        PriceStatus status,
        @Nullable PriceList prices,
        @Nullable PriceList ceiling,
        @Nullable PriceList offer) {

    /** Of an endpoint that is not listed any more. */
    static final ChargedPrices NONE = new ChargedPrices(PriceStatus.UNKNOWN, null, null, null);

    static ChargedPrices of(ListedEndpoint endpoint) {
        return new ChargedPrices(endpoint.priceStatus(), endpoint.prices(), endpoint.ceiling(), endpoint.offer());
    }
}
