package dev.fairlead.billing.ledger;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A ledger transaction as it is stored. The database refuses to change or delete it, or to leave it unbalanced. */
@Entity
@Immutable
@Table(name = "ledger_transaction")
class LedgerTransactionRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "kind")
    private String kind;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    @Column(name = "organisation_id")
    private String organisation;

    @Column(name = "note")
    private @Nullable String note;

    @Column(name = "actor")
    private @Nullable String actor;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected LedgerTransactionRow() {}

    LedgerTransactionRow(
            String kind,
            String idempotencyKey,
            String organisation,
            @Nullable String note,
            @Nullable String actor,
            Instant createdAt) {
        this.kind = kind;
        this.idempotencyKey = idempotencyKey;
        this.organisation = organisation;
        this.note = note;
        this.actor = actor;
        this.createdAt = createdAt;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("not stored yet");
        }
        return id;
    }

    String kind() {
        return kind;
    }

    String idempotencyKey() {
        return idempotencyKey;
    }

    String organisation() {
        return organisation;
    }

    @Nullable
    String note() {
        return note;
    }

    @Nullable
    String actor() {
        return actor;
    }

    Instant createdAt() {
        return createdAt;
    }
}
