package dev.fairlead.edge.snapshot;

import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.catalog.names.Resolution;
import org.jspecify.annotations.Nullable;

/** One version of the catalog, by name. Immutable; a new version is a new index. */
public final class CatalogIndex {

    private final CatalogSnapshot snapshot;
    private final Map<String, Provider> providers;
    private final NameTable names;

    public CatalogIndex(CatalogSnapshot snapshot) {
        this(snapshot, NameTable.of(snapshot));
    }

    private CatalogIndex(CatalogSnapshot snapshot, NameTable names) {
        this.snapshot = snapshot;
        this.providers = snapshot.providers().stream().collect(Collectors.toMap(Provider::id, Function.identity()));
        this.names = names;
    }

    /** The index of the next version, which takes over what has not changed. */
    public CatalogIndex with(CatalogSnapshot next) {
        return new CatalogIndex(next, names.with(next));
    }

    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    /**
     * What a model's name means.
     *
     * @param organisation the caller's: others' own models do not exist for it
     * @param today in UTC
     */
    public Resolution resolve(String name, String organisation, LocalDate today) {
        return names.resolve(name, organisation, today);
    }

    public @Nullable Provider provider(String id) {
        return providers.get(id);
    }
}
