package dev.fairlead.catalog.answers;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.fairlead.catalog.search.Entry;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.catalog.names.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one model that a path names.
 *
 * @param row the model, or a static variant of it
 * @param alias the name {@code ~author/family-latest} that it was found by; null for any other
 */
record Lookup(Row row, @Nullable String alias) {

    Entry entry() {
        return row.entry();
    }

    /** The model of this name; refuses if it means none, several, or one that is not served. */
    static Lookup find(PublicCatalog.State state, String name, Caller caller) {
        Row exact = state.index().row(name, caller.organisation());
        if (exact != null) {
            return new Lookup(exact, null);
        }
        return switch (state.names()
                .resolve(name, caller.organisation(), state.index().day())) {
            case Resolution.Found(Model model, List<Variant> variants) ->
                new Lookup(row(state, model, variants, caller), name.startsWith("~") ? name : null);
            case Resolution.Ambiguous(List<String> candidates) -> throw Refusal.ambiguous(name, candidates);
            case Resolution.Unknown(List<String> nearest) -> throw Refusal.unknownModel(name, nearest);
            case Resolution.UnknownVariant(String base, String suffix, List<String> known) ->
                throw Refusal.unknownVariant(base, suffix, known);
            case Resolution.Pattern pattern ->
                throw Refusal.invalid("model", "'" + name + "' names more than one model");
        };
    }

    private static Row row(PublicCatalog.State state, Model model, List<Variant> variants, Caller caller) {
        Optional<Variant> fixed = variants.stream().filter(Variant::isStatic).findFirst();
        String id = model.id() + fixed.map(variant -> ':' + variant.suffix()).orElse("");
        Row row = state.index().row(id, caller.organisation());
        if (row != null) {
            return row;
        }
        List<String> others = Stream.concat(
                        Stream.of(model.id()),
                        Stream.of(Variant.values()).map(variant -> model.id() + ':' + variant.suffix()))
                .filter(other -> state.index().row(other, caller.organisation()) != null)
                .toList();
        throw others.isEmpty() ? Refusal.retired(model.id(), model.successor()) : Refusal.notServedSo(id, others);
    }
}
