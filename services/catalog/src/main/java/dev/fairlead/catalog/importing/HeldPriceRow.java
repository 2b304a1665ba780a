package dev.fairlead.catalog.importing;

import java.time.Instant;
import java.util.Locale;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.store.FactDocument;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A price that waited, or waits, for somebody to confirm it. */
@Entity
@Table(name = "held_price")
class HeldPriceRow {

    enum Status {
        WAITING,
        CONFIRMED,
        REJECTED,
        /** A later import brought another price, or withdrew it. */
        SUPERSEDED
    }

    @Id
    private String id;

    @Column(name = "import_id")
    private String importId;

    @Column(name = "endpoint_id")
    private String endpointId;

    @Column(name = "model_id")
    private String modelId;

    @Column(name = "proposed")
    @ColumnTransformer(read = "cast(proposed as text)", write = "cast(cast(? as text) as jsonb)")
    private String proposed;

    @Column(name = "reason")
    private String reason;

    @Column(name = "new_endpoint")
    private boolean newEndpoint;

    @Column(name = "held_at")
    private Instant heldAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    private Status status;

    @Column(name = "decided_at")
    private @Nullable Instant decidedAt;

    @Column(name = "decided_by")
    private @Nullable String decidedBy;

    @Column(name = "why")
    private @Nullable String why;

    protected HeldPriceRow() {}

    HeldPriceRow(String id, String importId, HeldPrice held, Instant heldAt) {
        this.id = id;
        this.importId = importId;
        this.endpointId = held.endpoint();
        this.modelId = held.model();
        this.proposed = FactDocument.of(held.proposed());
        this.reason = held.reason();
        this.newEndpoint = held.isNew();
        this.heldAt = heldAt;
        this.status = Status.WAITING;
    }

    void decide(Status decision, Instant at, String by, String reasonOfDecision) {
        status = decision;
        decidedAt = at;
        decidedBy = by;
        why = reasonOfDecision;
    }

    boolean isWaiting() {
        return status == Status.WAITING;
    }

    String endpointId() {
        return endpointId;
    }

    String provider() {
        return endpointId.substring(0, endpointId.indexOf('/'));
    }

    String modelId() {
        return modelId;
    }

    boolean isOfNewEndpoint() {
        return newEndpoint;
    }

    PriceList proposed() {
        return FactDocument.read(proposed, PriceList.class);
    }

    HeldPriceView view() {
        PriceList prices = proposed();
        return new HeldPriceView(
                id,
                status.name().toLowerCase(Locale.ROOT),
                endpointId,
                modelId,
                ImportDiff.usd(prices),
                prices.asOf(),
                reason,
                importId,
                heldAt,
                decidedAt,
                decidedBy,
                why);
    }
}
