package dev.fairlead.catalog.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.contracts.catalog.CatalogSnapshot;

/**
 * The catalog as it is stored.
 *
 * @param version grows with every change
 * @param changedAt when it became this version
 * @param listing all that is listed
 * @param withdrawn what was listed once, and who took it away; see {@link Withdrawn}
 */
public record StoredCatalog(long version, Instant changedAt, Listing listing, Map<Withdrawn, Origin> withdrawn) {

    public StoredCatalog {
        withdrawn = Map.copyOf(withdrawn);
    }

    /** What is listed, with everything gone whose day had come when it became this version. */
    public Listing effective() {
        return listing.on(changedAt.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    /** As it is published; the same on every replica. */
    public CatalogSnapshot snapshot() {
        return effective().snapshot(version, changedAt);
    }
}
