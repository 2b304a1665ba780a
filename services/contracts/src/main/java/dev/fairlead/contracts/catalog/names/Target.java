package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Resolution.Found;
import org.jspecify.annotations.Nullable;

/**
 * A model, as a name may mean it.
 *
 * @param found the answer, made once
 * @param onlyFor the organisations that may know of the model; null for everybody
 */
record Target(Found found, @Nullable Set<String> onlyFor) implements Meaning {

    static Target of(Model model) {
        return new Target(new Found(model, List.of()), audience(model));
    }

    Target with(Variant variant) {
        return new Target(new Found(found.model(), List.of(variant)), onlyFor);
    }

    Target onlyFor(String organisation) {
        return new Target(found, Set.of(organisation));
    }

    /** Of two targets of the same model the plain one, for whoever sees either. */
    Target or(Target other) {
        Target plain = found.variants().size() <= other.found.variants().size() ? this : other;
        if (onlyFor == null || other.onlyFor == null) {
            return plain.onlyFor == null ? plain : new Target(plain.found, null);
        }
        if (onlyFor.equals(other.onlyFor)) {
            return plain;
        }
        Set<String> either = new HashSet<>(onlyFor);
        either.addAll(other.onlyFor);
        return new Target(plain.found, Set.copyOf(either));
    }

    Model model() {
        return found.model();
    }

    boolean isOfSameModelAs(Target other) {
        return model().id().equals(other.model().id());
    }

    boolean isVisibleTo(@Nullable String organisation) {
        return onlyFor == null || (organisation != null && onlyFor.contains(organisation));
    }

    @Override
    public @Nullable Resolution to(@Nullable String organisation, LocalDate today) {
        return isVisibleTo(organisation) ? found : null;
    }

    @Override
    public boolean saysSomethingToEverybody() {
        return onlyFor == null;
    }

    /** A model without endpoints is history, which is everybody's. */
    private static @Nullable Set<String> audience(Model model) {
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
