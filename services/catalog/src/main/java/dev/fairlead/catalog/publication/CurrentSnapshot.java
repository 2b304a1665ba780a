package dev.fairlead.catalog.publication;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;

/** The newest snapshot that this replica has, whatever has happened to PostgreSQL and Redis since. */
@Singleton
public final class CurrentSnapshot {

    private final AtomicReference<@Nullable Written> current = new AtomicReference<>();

    /**
     * A snapshot and its JSON, written once and served often.
     *
     * @param snapshot the snapshot
     * @param json its JSON in UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the HTTP response as it is; nobody compares it
    record Written(CatalogSnapshot snapshot, byte[] json) {}

    /** Null as long as there was none. */
    @Nullable
    Written get() {
        return current.get();
    }

    void set(CatalogSnapshot snapshot) {
        try {
            current.set(new Written(snapshot, FairleadJson.mapper().writeValueAsBytes(snapshot)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot can always be written", e);
        }
    }
}
