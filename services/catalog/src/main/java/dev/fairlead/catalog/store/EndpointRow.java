package dev.fairlead.catalog.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedEndpoint;

/** A model as one provider serves it, with what it charges now. */
@Entity
@Table(name = "endpoint")
class EndpointRow extends ListedRow {

    @Column(name = "provider_id")
    private String providerId;

    @Column(name = "model_id")
    private String modelId;

    protected EndpointRow() {}

    EndpointRow(String modelId, ListedEndpoint endpoint) {
        super(endpoint.id(), endpoint.origin(), endpoint.owner(), endpoint);
        this.modelId = modelId;
        providerId = endpoint.provider();
    }

    String providerId() {
        return providerId;
    }

    String modelId() {
        return modelId;
    }
}
