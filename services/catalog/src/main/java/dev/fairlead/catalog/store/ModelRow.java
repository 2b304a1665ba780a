package dev.fairlead.catalog.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import org.jspecify.annotations.Nullable;

/** A model. */
@Entity
@Table(name = "model")
class ModelRow {

    @Id
    private String id;

    @Column(name = "name")
    private String name;

    @Column(name = "description")
    private String description;

    @Column(name = "released")
    private @Nullable LocalDate released;

    @Column(name = "context_length")
    private long contextLength;

    @Column(name = "tokenizer")
    private String tokenizer;

    @Column(name = "input_modalities")
    private String[] inputModalities;

    @Column(name = "output_modalities")
    private String[] outputModalities;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    protected ModelRow() {}

    ModelRow(ListedModel model) {
        id = model.id();
        list(model);
    }

    final void list(ListedModel model) {
        name = model.name();
        description = model.description();
        released = model.released();
        contextLength = model.contextLength();
        tokenizer = model.tokenizer();
        inputModalities = model.inputModalities().toArray(String[]::new);
        outputModalities = model.outputModalities().toArray(String[]::new);
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

    ListedModel model(List<String> aliases, List<ListedEndpoint> endpoints) {
        return new ListedModel(
                id,
                name,
                description,
                released,
                contextLength,
                tokenizer,
                List.of(inputModalities),
                List.of(outputModalities),
                aliases,
                endpoints);
    }
}
