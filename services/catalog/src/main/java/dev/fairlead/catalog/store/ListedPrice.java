package dev.fairlead.catalog.store;

import java.time.Instant;

import dev.fairlead.catalog.listing.PriceList;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint charges from a moment on.
 *
 * @param endpoint the endpoint's id
 * @param validFrom from when; until the next one of the same endpoint
 * @param prices null if the price is unknown from then on
 */
public record ListedPrice(
        String endpoint, Instant validFrom, @Nullable PriceList prices) {}
