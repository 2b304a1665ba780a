package dev.fairlead.contracts.catalog;

import java.time.Instant;
import java.util.List;

/**
 * The whole catalog at one moment, as the catalog service publishes it.
 *
 * @param version grows with every change
 * @param publishedAt when it was published
 * @param providers in order of their ids
 * @param models in order of their ids
 */
public record CatalogSnapshot(long version, Instant publishedAt, List<Provider> providers, List<Model> models) {

    public CatalogSnapshot {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
    }
}
