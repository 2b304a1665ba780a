package dev.fairlead.catalog.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Another spelling of a model's id. */
@Entity
@Table(name = "alias")
class AliasRow {

    @Id
    private String alias;

    @Column(name = "model_id")
    private String modelId;

    protected AliasRow() {}

    AliasRow(String alias, String modelId) {
        this.alias = alias;
        this.modelId = modelId;
    }

    void leadTo(String newModelId) {
        modelId = newModelId;
    }

    String alias() {
        return alias;
    }

    String modelId() {
        return modelId;
    }
}
