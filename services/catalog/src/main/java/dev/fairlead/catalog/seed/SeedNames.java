package dev.fairlead.catalog.seed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.seed.SeedFields.Place;

/** The names given in all files together: none twice, none that leads nowhere. */
final class SeedNames {

    private final List<SeedFault> faults;
    private final Map<String, Place> providers = new HashMap<>();
    private final Map<String, Place> models = new HashMap<>();
    private final Map<String, Place> aliases = new HashMap<>();
    private final Map<String, Place> endpoints = new HashMap<>();
    private final List<Reference> providerReferences = new ArrayList<>();

    private record Reference(String name, Place place) {}

    SeedNames(List<SeedFault> faults) {
        this.faults = faults;
    }

    void provider(String id, Place place) {
        define("provider", providers, id, place);
    }

    void model(String id, Place place) {
        define("model", models, id, place);
    }

    void alias(String alias, Place place) {
        define("alias", aliases, alias, place);
    }

    void endpoint(ListedEndpoint endpoint, SeedFields fields) {
        define("endpoint", endpoints, endpoint.id(), fields.place("upstream_model"));
        if (!endpoint.provider().isEmpty()) {
            providerReferences.add(new Reference(endpoint.provider(), fields.place("provider")));
        }
    }

    /** To be called when all files have been read. */
    void checkReferences() {
        for (Reference reference : providerReferences) {
            if (!providers.containsKey(reference.name())) {
                faults.add(reference.place().fault("'" + reference.name() + "' is not a provider"));
            }
        }
        aliases.forEach((alias, place) -> {
            Place model = models.get(alias);
            if (model != null) {
                faults.add(place.fault("the alias '" + alias + "' is the id of a model, at " + model));
            }
        });
    }

    private void define(String kind, Map<String, Place> defined, String name, Place place) {
        Place first = defined.putIfAbsent(name, place);
        if (first != null && !name.isEmpty()) {
            faults.add(place.fault("the " + kind + " '" + name + "' is already defined at " + first));
        }
    }
}
