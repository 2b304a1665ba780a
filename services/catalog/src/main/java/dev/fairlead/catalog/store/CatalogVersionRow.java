package dev.fairlead.catalog.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The version of the whole catalog: one row. */
@Entity
@Table(name = "catalog_version")
class CatalogVersionRow {

    static final int ONLY = 1;

    @Id
    private int id;

    @Column(name = "version")
    private long version;

    @Column(name = "changed_at")
    private Instant changedAt;

    protected CatalogVersionRow() {}

    void raise(Instant now) {
        version++;
        changedAt = now;
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
}
