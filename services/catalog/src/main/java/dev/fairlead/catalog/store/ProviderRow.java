package dev.fairlead.catalog.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.fairlead.catalog.listing.ListedProvider;

/** A provider. */
@Entity
@Table(name = "provider")
class ProviderRow extends ListedRow {

    protected ProviderRow() {}

    ProviderRow(ListedProvider provider) {
        super(provider.id(), provider.origin(), provider.owner(), provider);
    }
}
