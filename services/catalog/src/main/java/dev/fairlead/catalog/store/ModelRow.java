package dev.fairlead.catalog.store;

import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedModel;

/** A model; its endpoints are rows of their own. */
@Entity
@Table(name = "model")
class ModelRow extends ListedRow {

    protected ModelRow() {}

    ModelRow(ListedModel model) {
        super(model.id(), model.origin(), model.owner(), model.withEndpoints(List.of()));
    }
}
