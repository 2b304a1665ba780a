package dev.fairlead.catalog.importing;

import java.time.Instant;
import java.util.Locale;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.store.FactDocument;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** Documents that somebody brought, and what they would change. */
@Entity
@Table(name = "catalog_import")
class ImportRow {

    enum Status {
        OPEN,
        APPLIED
    }

    @Id
    private String id;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    /** How faults call the documents: a name or the address that they come from. */
    @Column(name = "source")
    private String source;

    @Column(name = "documents")
    private String documents;

    @Column(name = "base_version")
    private long baseVersion;

    @Column(name = "diff")
    @ColumnTransformer(read = "cast(diff as text)", write = "cast(cast(? as text) as jsonb)")
    private String diff;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    private Status status;

    @Column(name = "applied_at")
    private @Nullable Instant appliedAt;

    @Column(name = "applied_by")
    private @Nullable String appliedBy;

    @Column(name = "why")
    private @Nullable String why;

    @Column(name = "applied_version")
    private @Nullable Long appliedVersion;

    protected ImportRow() {}

    ImportRow(
            String id,
            Instant createdAt,
            String createdBy,
            String source,
            String documents,
            long baseVersion,
            ImportDiff diff) {
        this.id = id;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.source = source;
        this.documents = documents;
        this.baseVersion = baseVersion;
        this.diff = FactDocument.of(diff);
        this.status = Status.OPEN;
    }

    void apply(Instant at, String by, String reason, long version) {
        status = Status.APPLIED;
        appliedAt = at;
        appliedBy = by;
        why = reason;
        appliedVersion = version;
    }

    String id() {
        return id;
    }

    String source() {
        return source;
    }

    String documents() {
        return documents;
    }

    long baseVersion() {
        return baseVersion;
    }

    boolean isApplied() {
        return status == Status.APPLIED;
    }

    ImportView view() {
        return new ImportView(
                id,
                status.name().toLowerCase(Locale.ROOT),
                source,
                createdAt,
                createdBy,
                baseVersion,
                appliedVersion,
                appliedAt,
                appliedBy,
                why,
                FactDocument.read(diff, ImportDiff.class));
    }
}
