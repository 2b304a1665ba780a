package dev.fairlead.catalog.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;

/** A listing that is being changed. */
final class ListingEdit {

    private final SortedMap<String, ListedProvider> providers;
    private final SortedMap<String, ListedModel> models;

    ListingEdit(Listing listing) {
        this.providers = new TreeMap<>(listing.providers());
        this.models = new TreeMap<>(listing.models());
    }

    ListingEdit put(ListedProvider provider) {
        providers.put(provider.id(), provider);
        return this;
    }

    /** Takes away a provider and all its endpoints. */
    ListingEdit removeProvider(String id) {
        providers.remove(id);
        models.replaceAll(
                (key, model) -> without(model, endpoint -> endpoint.provider().equals(id)));
        return this;
    }

    ListingEdit put(ListedModel model) {
        models.put(model.id(), model);
        return this;
    }

    ListingEdit removeModel(String id) {
        models.remove(id);
        return this;
    }

    /** Puts an endpoint in the place of the one with its id, or beside the others. */
    ListingEdit put(String modelId, ListedEndpoint endpoint) {
        models.computeIfPresent(modelId, (key, model) -> {
            List<ListedEndpoint> endpoints = new ArrayList<>(model.endpoints());
            endpoints.removeIf(other -> other.id().equals(endpoint.id()));
            endpoints.add(endpoint);
            return model.withEndpoints(endpoints);
        });
        return this;
    }

    ListingEdit removeEndpoint(String modelId, String id) {
        models.computeIfPresent(
                modelId,
                (key, model) -> without(model, endpoint -> endpoint.id().equals(id)));
        return this;
    }

    Listing done() {
        return new Listing(providers, models);
    }

    private static ListedModel without(ListedModel model, Predicate<ListedEndpoint> gone) {
        List<ListedEndpoint> kept =
                model.endpoints().stream().filter(gone.negate()).toList();
        return kept.size() == model.endpoints().size() ? model : model.withEndpoints(kept);
    }
}
