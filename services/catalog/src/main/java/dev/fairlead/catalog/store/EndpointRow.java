package dev.fairlead.catalog.store;

import java.time.Instant;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.PriceList;
import org.jspecify.annotations.Nullable;

/** A model as one provider serves it. */
@Entity
@Table(name = "endpoint")
class EndpointRow {

    @Id
    private String id;

    @Column(name = "provider_id")
    private String providerId;

    @Column(name = "model_id")
    private String modelId;

    @Column(name = "upstream_model")
    private String upstreamModel;

    @Column(name = "variant")
    private @Nullable String variant;

    @Column(name = "context_length")
    private long contextLength;

    @Column(name = "max_output_tokens")
    private long maxOutputTokens;

    @Column(name = "quantization")
    private @Nullable String quantization;

    @Column(name = "supported_parameters")
    private String[] supportedParameters;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    protected EndpointRow() {}

    EndpointRow(String modelId, ListedEndpoint endpoint) {
        id = endpoint.id();
        providerId = endpoint.provider();
        upstreamModel = endpoint.upstreamModel();
        variant = endpoint.variant();
        list(modelId, endpoint);
    }

    final void list(String newModelId, ListedEndpoint endpoint) {
        modelId = newModelId;
        contextLength = endpoint.contextLength();
        maxOutputTokens = endpoint.maxOutputTokens();
        quantization = endpoint.quantization();
        supportedParameters = endpoint.supportedParameters().toArray(String[]::new);
        retiredAt = null;
    }

    void retire(Instant now) {
        retiredAt = now;
    }

    boolean isListed() {
        return retiredAt == null;
    }

    String id() {
        return id;
    }

    String modelId() {
        return modelId;
    }

    ListedEndpoint endpoint(@Nullable PriceList prices) {
        return new ListedEndpoint(
                providerId,
                upstreamModel,
                variant,
                contextLength,
                maxOutputTokens,
                quantization,
                List.of(supportedParameters),
                prices);
    }
}
