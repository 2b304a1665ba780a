package dev.fairlead.catalog.publication;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.wire.CatalogEncoder;
import org.jspecify.annotations.Nullable;

/** The newest snapshot that this replica has, whatever has happened to PostgreSQL and Redis since. */
@Singleton
public final class CurrentSnapshot {

    private final AtomicReference<@Nullable Written> current = new AtomicReference<>();

    /**
     * A snapshot and its bytes, written once and served often.
     *
     * @param snapshot the snapshot
     * @param bytes as they lie in Redis
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the HTTP response as it is; nobody compares it
    record Written(CatalogSnapshot snapshot, byte[] bytes) {}

    /** Null as long as there was none. */
    @Nullable
    Written get() {
        return current.get();
    }

    void set(CatalogSnapshot snapshot) {
        current.set(new Written(snapshot, CatalogEncoder.encode(snapshot)));
    }
}
