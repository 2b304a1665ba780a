package dev.fairlead.catalog.store;

/** A change is given up since others change the catalog all the time; trying again later helps. */
public final class CatalogBusyException extends RuntimeException {

    CatalogBusyException() {
        super("others are changing the catalog at the same time", null, false, false);
    }
}
