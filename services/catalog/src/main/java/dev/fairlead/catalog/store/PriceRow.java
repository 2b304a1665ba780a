package dev.fairlead.catalog.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

/** What an endpoint charges from a moment on; never changed once written. */
@Entity
@Table(name = "endpoint_price")
class PriceRow {

    @Id
    private long id;

    @Column(name = "endpoint_id")
    private String endpointId;

    @Column(name = "valid_from")
    private Instant validFrom;

    @Column(name = "charged")
    @ColumnTransformer(read = "cast(charged as text)", write = "cast(cast(? as text) as jsonb)")
    private String charged;

    protected PriceRow() {}

    void number(long newId) {
        id = newId;
    }

    PriceRow(long id, String endpointId, Instant validFrom, ChargedPrices charged) {
        this.id = id;
        this.endpointId = endpointId;
        this.validFrom = validFrom;
        this.charged = FactDocument.of(charged);
    }

    long id() {
        return id;
    }

    ListedPrice price() {
        return new ListedPrice(endpointId, validFrom, FactDocument.read(charged, ChargedPrices.class));
    }
}
