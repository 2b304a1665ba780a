package dev.fairlead.catalog.store;

import java.time.Instant;

import dev.fairlead.catalog.listing.Listing;

/**
 * The catalog as it is stored.
 *
 * @param version grows with every change
 * @param changedAt when it became this version
 * @param listing all that is listed
 */
public record StoredCatalog(long version, Instant changedAt, Listing listing) {}
