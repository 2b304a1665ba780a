package dev.fairlead.catalog.store;

import java.util.List;

import dev.fairlead.catalog.listing.Change;

/**
 * What came of a change.
 *
 * @param catalog as it is now; its version is the old one if there was nothing to change
 * @param changes what was changed
 */
public record AppliedChange(StoredCatalog catalog, List<Change> changes) {

    public AppliedChange {
        changes = List.copyOf(changes);
    }
}
