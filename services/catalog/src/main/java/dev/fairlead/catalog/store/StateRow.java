package dev.fairlead.catalog.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** The state of the catalog as a whole: one row. */
@Entity
@Table(name = "catalog_state")
class StateRow {

    static final int ONLY = 1;

    @Id
    private int id;

    @Column(name = "version")
    private long version;

    @Column(name = "changed_at")
    private Instant changedAt;

    /** The last number that was given to a price or an entry of the log. */
    @Column(name = "last_entry")
    private long lastEntry;

    /** Of the catalog files that were merged last. */
    @Column(name = "files_digest")
    private @Nullable String filesDigest;

    protected StateRow() {}

    void raise(Instant now) {
        version++;
        changedAt = now;
    }

    long nextEntry() {
        lastEntry++;
        return lastEntry;
    }

    long lastEntry() {
        return lastEntry;
    }

    void filesMerged(String digest) {
        filesDigest = digest;
    }

    int id() {
        return id;
    }

    long version() {
        return version;
    }

    Instant changedAt() {
        return changedAt;
    }

    @Nullable
    String filesDigest() {
        return filesDigest;
    }
}
