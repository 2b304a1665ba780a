package dev.fairlead.catalog.store;

import dev.fairlead.catalog.listing.Listing;

/** A change of the catalog as a function of what is listed. */
@FunctionalInterface
public interface CatalogChange {

    /**
     * What is to be listed. Called on a worker thread, and again if somebody else has changed the catalog meanwhile, so
     * it must have no effects. If it throws, nothing is written, and the change fails with what it has thrown.
     *
     * @param listed all that is listed now
     */
    Listing apply(Listing listed);
}
