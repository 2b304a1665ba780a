package dev.fairlead.catalog.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.fairlead.contracts.catalog.CatalogSnapshot;

/**
 * All that is listed at one moment.
 *
 * @param providers by their ids
 * @param models by their ids
 */
public record Listing(SortedMap<String, ListedProvider> providers, SortedMap<String, ListedModel> models) {

    public static final Listing EMPTY = new Listing(new TreeMap<>(), new TreeMap<>());

    public Listing {
        providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    public static Listing of(Collection<ListedProvider> providers, Collection<ListedModel> models) {
        SortedMap<String, ListedProvider> providersById = new TreeMap<>();
        providers.forEach(provider -> providersById.put(provider.id(), provider));
        SortedMap<String, ListedModel> modelsById = new TreeMap<>();
        models.forEach(model -> modelsById.put(model.id(), model));
        return new Listing(providersById, modelsById);
    }

    /** As it is on a day: what is not served any more by then is historical. */
    public Listing on(LocalDate day) {
        SortedMap<String, ListedModel> modelsOfTheDay = new TreeMap<>();
        models.forEach((id, model) -> modelsOfTheDay.put(id, model.on(day)));
        return new Listing(providers, modelsOfTheDay);
    }

    /** As it is published to the other services. */
    public CatalogSnapshot snapshot(long version, Instant publishedAt) {
        return new CatalogSnapshot(
                version,
                publishedAt,
                providers.values().stream().map(ListedProvider::published).toList(),
                models.values().stream()
                        .map(model -> model.published(this::provider))
                        .toList());
    }

    /** The provider of this id, which is there: every endpoint's is. */
    public ListedProvider provider(String id) {
        ListedProvider provider = providers.get(id);
        if (provider == null) {
            throw new IllegalStateException("an endpoint names the provider '" + id + "', which is not listed");
        }
        return provider;
    }

    /** The model of this id, which is there. */
    public ListedModel model(String id) {
        ListedModel model = models.get(id);
        if (model == null) {
            throw new IllegalStateException("an endpoint is of the model '" + id + "', which is not listed");
        }
        return model;
    }
}
