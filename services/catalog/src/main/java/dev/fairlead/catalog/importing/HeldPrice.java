package dev.fairlead.catalog.importing;

import dev.fairlead.catalog.listing.PriceList;

/**
 * A price that waits for somebody to confirm it.
 *
 * @param endpoint the endpoint's id
 * @param model the model's id
 * @param proposed the price
 * @param reason what is not believed, for people
 * @param isNew whether the endpoint was not listed before: then it has this price, and is not routable
 */
record HeldPrice(String endpoint, String model, PriceList proposed, String reason, boolean isNew) {}
