package dev.fairlead.catalog.publication;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import dev.fairlead.catalog.store.StoredCatalog;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import org.jspecify.annotations.Nullable;

/** All that is listed, as this replica read it last, for answers that say more than the snapshot does. */
@Singleton
public final class CurrentCatalog {

    private final AtomicReference<@Nullable Read> current = new AtomicReference<>();

    /**
     * One version of the catalog.
     *
     * @param stored as it is stored
     * @param snapshot as it is published
     */
    public record Read(StoredCatalog stored, CatalogSnapshot snapshot) {}

    /** Null as long as there was none. */
    public @Nullable Read get() {
        return current.get();
    }

    void set(Read read) {
        current.set(read);
    }
}
