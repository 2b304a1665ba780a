package dev.fairlead.catalog.store;

import java.time.Instant;

/**
 * What an endpoint charges from a moment on.
 *
 * @param endpoint the endpoint's id
 * @param validFrom from when; until the next one of the same endpoint
 * @param charged what
 */
public record ListedPrice(String endpoint, Instant validFrom, ChargedPrices charged) {}
