package dev.fairlead.catalog.seed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.seed.SeedFields.Place;
import org.jspecify.annotations.Nullable;

/** The names given in all files together and in what is known already: none twice, none that leads nowhere. */
final class SeedNames {

    private final List<SeedFault> faults;
    private final Listing known;
    private final Set<String> authors = new HashSet<>();
    private final Map<String, Place> providers = new HashMap<>();
    private final Map<String, Place> models = new HashMap<>();
    private final Map<String, Place> aliases = new HashMap<>();
    private final Map<String, Place> endpoints = new HashMap<>();
    private final Map<String, Successor> successors = new HashMap<>();
    private final List<Alias> aliasesOfModels = new ArrayList<>();

    private record Successor(String id, Place place) {}

    private record Alias(String alias, String model, Place place) {}

    SeedNames(Listing known, List<SeedFault> faults) {
        this.known = known;
        this.faults = faults;
        known.models().values().forEach(model -> authors.add(model.author()));
    }

    void author(String author) {
        authors.add(author);
    }

    void provider(String id, Place place) {
        define("provider", providers, id, place);
    }

    void endpoint(String id, Place place) {
        define("endpoint", endpoints, id, place);
    }

    void model(ListedModel model, SeedFields fields) {
        define("model", models, model.id(), fields.place("slug"));
        for (String alias : model.aliases()) {
            define("alias", aliases, alias, fields.place("aliases"));
            aliasesOfModels.add(new Alias(alias, model.id(), fields.place("aliases")));
        }
        String successor = model.lifecycle().successor();
        if (successor != null) {
            successors.putIfAbsent(model.id(), new Successor(successor, fields.place("successor")));
        }
    }

    /** Why {@code id} is not a model, for the fault of whoever refers to it. */
    String unknownModel(String id) {
        String author = id.substring(0, Math.max(0, id.indexOf('/')));
        return authors.contains(author)
                ? "'" + id + "' is not a model of " + author
                : "'" + id + "' has an unknown author, '" + author + "'";
    }

    /** To be called when all models have been read. */
    void check() {
        Map<String, String> knownAliases = new HashMap<>();
        known.models().values().stream()
                .filter(model -> !models.containsKey(model.id()))
                .forEach(model -> model.aliases().forEach(alias -> knownAliases.put(alias, model.id())));
        for (Alias alias : aliasesOfModels) {
            Place model = models.get(alias.alias());
            String other = knownAliases.get(alias.alias());
            if (model != null) {
                faults.add(alias.place().fault("the alias '" + alias.alias() + "' is the id of a model, at " + model));
            } else if (known.models().containsKey(alias.alias())) {
                faults.add(alias.place().fault("the alias '" + alias.alias() + "' is the id of a model"));
            } else if (other != null) {
                faults.add(alias.place().fault("the alias '" + alias.alias() + "' is already that of " + other));
            }
        }
        successors.forEach(this::checkSuccessor);
    }

    private void checkSuccessor(String model, Successor successor) {
        if (!isModel(successor.id())) {
            faults.add(successor.place().fault(unknownModel(successor.id())));
            return;
        }
        Set<String> passed = new HashSet<>(Set.of(model));
        for (String next = successor.id(); next != null; next = successorOf(next)) {
            if (!passed.add(next)) {
                if (next.equals(model) && !successor.id().equals(model)) {
                    faults.add(successor.place().fault("leads back to " + model));
                }
                return;
            }
        }
    }

    private @Nullable String successorOf(String model) {
        Successor given = successors.get(model);
        if (given != null || models.containsKey(model)) {
            return given == null ? null : given.id();
        }
        ListedModel knownModel = known.models().get(model);
        return knownModel == null ? null : knownModel.lifecycle().successor();
    }

    private boolean isModel(String id) {
        return models.containsKey(id) || known.models().containsKey(id);
    }

    private void define(String kind, Map<String, Place> defined, String name, Place place) {
        Place first = defined.putIfAbsent(name, place);
        if (first != null && !name.isEmpty()) {
            faults.add(place.fault("the " + kind + " '" + name + "' is already defined at " + first));
        }
    }
}
