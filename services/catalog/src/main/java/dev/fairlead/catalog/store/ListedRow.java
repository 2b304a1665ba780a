package dev.fairlead.catalog.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

import dev.fairlead.catalog.listing.Origin;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** What providers, models and endpoints have in common: columns to ask by, and all facts as a document. */
@MappedSuperclass
abstract class ListedRow {

    @Id
    private String id;

    @Enumerated(EnumType.STRING)
    @Column(name = "origin")
    private Origin origin;

    @Column(name = "owner")
    private @Nullable String owner;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "retired_by")
    private @Nullable Origin retiredBy;

    @Column(name = "facts")
    @ColumnTransformer(read = "cast(facts as text)", write = "cast(cast(? as text) as jsonb)")
    private String facts;

    protected ListedRow() {}

    ListedRow(String id, Origin origin, @Nullable String owner, Object facts) {
        this.id = id;
        this.origin = origin;
        this.owner = owner;
        this.facts = FactDocument.of(facts);
    }

    final void retire(Instant now, Origin by) {
        retiredAt = now;
        retiredBy = by;
    }

    final String id() {
        return id;
    }

    final String facts() {
        return facts;
    }

    final @Nullable Origin retiredBy() {
        return retiredBy;
    }
}
