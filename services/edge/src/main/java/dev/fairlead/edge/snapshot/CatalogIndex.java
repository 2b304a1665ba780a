package dev.fairlead.edge.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import org.jspecify.annotations.Nullable;

/**
 * One version of the catalog, by name. Immutable; a new version is a new index.
 *
 * <p>A model is found by its id, by an alias, and by its bare slug where only one author has a model of that slug.
 */
public final class CatalogIndex {

    private static final int NEAREST = 3;

    private final CatalogSnapshot snapshot;
    private final Map<String, Provider> providers;
    private final Map<String, Model> byName = new HashMap<>();
    private final Map<String, List<Model>> ambiguous = new HashMap<>();

    public CatalogIndex(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.providers = snapshot.providers().stream().collect(Collectors.toMap(Provider::id, Function.identity()));
        snapshot.models().forEach(model -> byName.put(model.id(), model));
        snapshot.models().forEach(model -> model.aliases().forEach(alias -> byName.putIfAbsent(alias, model)));
        snapshot.models().stream()
                .collect(Collectors.groupingBy(CatalogIndex::slug))
                .forEach((slug, models) -> {
                    if (models.size() == 1) {
                        byName.putIfAbsent(slug, models.getFirst());
                    } else if (!byName.containsKey(slug)) {
                        ambiguous.put(slug, models);
                    }
                });
    }

    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    /** The model of this name; null if there is none, or more than one. */
    public @Nullable Model find(String name) {
        return byName.get(name);
    }

    public @Nullable Provider provider(String id) {
        return providers.get(id);
    }

    /** The ids of the models that a bare name could mean, where that is more than one; else empty. */
    public List<String> candidates(String name) {
        return ambiguous.getOrDefault(name, List.of()).stream().map(Model::id).toList();
    }

    /** The ids of models whose names are like this one, the likest first. */
    public List<String> nearest(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        record Scored(String id, int distance) {}
        List<Scored> scored = new ArrayList<>();
        for (Model model : snapshot.models()) {
            int distance = Math.min(distance(wanted, model.id()), distance(wanted, slug(model)));
            scored.add(new Scored(model.id(), distance));
        }
        int tolerable = Math.max(3, wanted.length() / 2);
        return scored.stream()
                .filter(candidate -> candidate.distance() <= tolerable)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::id))
                .limit(NEAREST)
                .map(Scored::id)
                .toList();
    }

    private static String slug(Model model) {
        return model.id().substring(model.id().indexOf('/') + 1);
    }

    /** Levenshtein's distance; names are short, and this runs for refused requests only. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
