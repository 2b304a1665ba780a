package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import org.jspecify.annotations.Nullable;

/**
 * A model, as a name may mean it.
 *
 * @param place where the model is in the catalog
 * @param id its id
 * @param variants those that the name includes; mostly none
 * @param onlyFor the organisations that may know of it; null for everybody
 */
record Target(int place, String id, List<Variant> variants, @Nullable Set<String> onlyFor) implements Meaning {

    static Target of(int place, Model model) {
        return new Target(place, model.id(), List.of(), audience(model));
    }

    Target with(Variant variant) {
        return new Target(place, id, List.of(variant), onlyFor);
    }

    Target onlyFor(String organisation) {
        return new Target(place, id, variants, Set.of(organisation));
    }

    /** Of two targets of the same model the plain one, for whoever sees either. */
    Target or(Target other) {
        Target plain = variants.size() <= other.variants.size() ? this : other;
        if (onlyFor == null || other.onlyFor == null) {
            return plain.onlyFor == null ? plain : new Target(place, id, plain.variants, null);
        }
        if (onlyFor.equals(other.onlyFor)) {
            return plain;
        }
        Set<String> either = new HashSet<>(onlyFor);
        either.addAll(other.onlyFor);
        return new Target(place, id, plain.variants, Set.copyOf(either));
    }

    boolean isVisibleTo(@Nullable String organisation) {
        return onlyFor == null || (organisation != null && onlyFor.contains(organisation));
    }

    @Override
    public @Nullable Resolution to(@Nullable String organisation, LocalDate today, Answers answers) {
        return isVisibleTo(organisation) ? answers.of(this) : null;
    }

    @Override
    public boolean saysSomethingToEverybody() {
        return onlyFor == null;
    }

    /** A model without endpoints is history, which is everybody's. */
    static @Nullable Set<String> audience(Model model) {
        Set<String> owners = new HashSet<>();
        for (Endpoint endpoint : model.endpoints()) {
            if (endpoint.isVisibleTo(null)) {
                return null;
            }
            String owner = endpoint.owner();
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners.isEmpty() ? null : Set.copyOf(owners);
    }
}
