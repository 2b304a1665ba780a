package dev.fairlead.edge.snapshot;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.edge.offer.Offers;
import org.jspecify.annotations.Nullable;

/** One version of the catalog, by name. Immutable; a new version is a new index. */
public final class CatalogIndex {

    private final CatalogSnapshot snapshot;
    private final Map<String, Provider> providers;
    private final NameTable names;
    private final Offers offers;

    public CatalogIndex(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.providers = providers(snapshot, Map.of());
        this.names = NameTable.of(snapshot);
        this.offers = Offers.of(snapshot.models(), providers);
    }

    private CatalogIndex(CatalogIndex before, CatalogSnapshot next) {
        this.snapshot = next;
        this.providers = providers(next, before.providers);
        this.names = before.names.with(next);
        this.offers = before.offers.with(next.models(), providers);
    }

    /** Providers by id. One that has not changed stays the same object, so that its offers can be taken over. */
    private static Map<String, Provider> providers(CatalogSnapshot snapshot, Map<String, Provider> before) {
        List<Provider> all = snapshot.providers();
        Map<String, Provider> providers = HashMap.newHashMap(all.size());
        for (Provider provider : all) {
            Provider old = before.get(provider.id());
            providers.put(provider.id(), provider.equals(old) ? old : provider);
        }
        return providers;
    }

    /** The index of the next version, which takes over what has not changed. */
    public CatalogIndex with(CatalogSnapshot next) {
        return new CatalogIndex(this, next);
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

    /** What the endpoints of the models offer. */
    public Offers offers() {
        return offers;
    }

    /** The model of that id; null if there is none. */
    public @Nullable Model model(String id) {
        return offers.model(id);
    }
}
