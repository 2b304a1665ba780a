package dev.fairlead.catalog.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** All rows of the catalog within one session, so that a listing can be compared and applied without a query each. */
final class CatalogRows {

    private static final String LATEST_PRICES = """
            from EndpointPriceRow p
            where p.validFrom = (select max(q.validFrom) from EndpointPriceRow q where q.endpointId = p.endpointId)""";

    private final Map<String, ProviderRow> providers = new TreeMap<>();
    private final Map<String, ModelRow> models = new TreeMap<>();
    private final Map<String, AliasRow> aliases = new TreeMap<>();
    private final Map<String, EndpointRow> endpoints = new TreeMap<>();
    private final Map<String, EndpointPriceRow> prices = new HashMap<>();
    private @Nullable CatalogVersionRow version;

    private CatalogRows() {}

    /** Loads them, one query after the other, as a session wants it. */
    static Uni<CatalogRows> load(Mutiny.Session session) {
        CatalogRows rows = new CatalogRows();
        return session.find(CatalogVersionRow.class, CatalogVersionRow.ONLY)
                .invoke(row -> rows.version = row)
                .chain(() -> all(session, "from ProviderRow", ProviderRow.class))
                .invoke(list -> list.forEach(row -> rows.providers.put(row.id(), row)))
                .chain(() -> all(session, "from ModelRow", ModelRow.class))
                .invoke(list -> list.forEach(row -> rows.models.put(row.id(), row)))
                .chain(() -> all(session, "from AliasRow", AliasRow.class))
                .invoke(list -> list.forEach(row -> rows.aliases.put(row.alias(), row)))
                .chain(() -> all(session, "from EndpointRow", EndpointRow.class))
                .invoke(list -> list.forEach(row -> rows.endpoints.put(row.id(), row)))
                .chain(() -> all(session, LATEST_PRICES, EndpointPriceRow.class))
                .invoke(list -> list.forEach(row -> rows.prices.put(row.endpointId(), row)))
                .replaceWith(rows);
    }

    CatalogVersionRow version() {
        if (version == null) {
            throw new IllegalStateException("the migration inserts it");
        }
        return version;
    }

    /** What is listed, without what is retired. */
    Listing listing() {
        Map<String, List<String>> aliasesOfModel = new HashMap<>();
        aliases.values()
                .forEach(row -> aliasesOfModel
                        .computeIfAbsent(row.modelId(), id -> new ArrayList<>())
                        .add(row.alias()));
        Map<String, List<ListedEndpoint>> endpointsOfModel = new HashMap<>();
        endpoints.values().stream()
                .filter(EndpointRow::isListed)
                .forEach(row -> endpointsOfModel
                        .computeIfAbsent(row.modelId(), id -> new ArrayList<>())
                        .add(endpoint(row)));
        List<ListedProvider> listedProviders = providers.values().stream()
                .filter(ProviderRow::isListed)
                .map(ProviderRow::provider)
                .toList();
        List<ListedModel> listedModels = models.values().stream()
                .filter(ModelRow::isListed)
                .map(row -> row.model(
                        aliasesOfModel.getOrDefault(row.id(), List.of()),
                        endpointsOfModel.getOrDefault(row.id(), List.of())))
                .toList();
        return Listing.of(listedProviders, listedModels);
    }

    /**
     * Applies changes to the rows; what is already there is changed in place.
     *
     * @param target what is listed afterwards
     * @return the new rows, in the order in which their references allow them to be inserted
     */
    List<Object> apply(List<Change> changes, Listing target, Instant now) {
        Map<String, PlacedEndpoint> targets = new HashMap<>();
        target.models()
                .values()
                .forEach(model -> model.endpoints()
                        .forEach(endpoint -> targets.put(endpoint.id(), new PlacedEndpoint(model.id(), endpoint))));
        List<Object> added = new ArrayList<>();
        for (Change change : changes) {
            String id = change.id();
            switch (change.subject()) {
                case PROVIDER -> applyProvider(id, target.providers().get(id), now, added);
                case MODEL -> applyModel(id, target.models().get(id), now, added);
                case ENDPOINT -> applyEndpoint(id, targets.get(id), now, added);
                case PRICE -> {
                    PlacedEndpoint endpoint = targets.get(id);
                    added.add(new EndpointPriceRow(
                            id,
                            now,
                            endpoint == null ? null : endpoint.endpoint().prices()));
                }
            }
        }
        addAliases(target, added);
        return added;
    }

    /** The aliases that lead nowhere once {@code target} is listed. */
    List<AliasRow> aliasesBeyond(Listing target) {
        Map<String, String> wanted = aliasesOf(target);
        return aliases.values().stream()
                .filter(row -> !wanted.containsKey(row.alias()))
                .toList();
    }

    private record PlacedEndpoint(String model, ListedEndpoint endpoint) {}

    private void applyProvider(String id, @Nullable ListedProvider provider, Instant now, List<Object> added) {
        ProviderRow row = providers.get(id);
        if (provider == null) {
            present(row).retire(now);
        } else if (row == null) {
            added.add(new ProviderRow(provider));
        } else {
            row.list(provider);
        }
    }

    private void applyModel(String id, @Nullable ListedModel model, Instant now, List<Object> added) {
        ModelRow row = models.get(id);
        if (model == null) {
            present(row).retire(now);
        } else if (row == null) {
            added.add(new ModelRow(model));
        } else {
            row.list(model);
        }
    }

    private void applyEndpoint(String id, @Nullable PlacedEndpoint placed, Instant now, List<Object> added) {
        EndpointRow row = endpoints.get(id);
        if (placed == null) {
            present(row).retire(now);
        } else if (row == null) {
            added.add(new EndpointRow(placed.model(), placed.endpoint()));
        } else {
            row.list(placed.model(), placed.endpoint());
        }
    }

    private void addAliases(Listing target, List<Object> added) {
        aliasesOf(target).forEach((alias, model) -> {
            AliasRow row = aliases.get(alias);
            if (row == null) {
                added.add(new AliasRow(alias, model));
            } else {
                row.leadTo(model);
            }
        });
    }

    private ListedEndpoint endpoint(EndpointRow row) {
        EndpointPriceRow price = prices.get(row.id());
        return row.endpoint(price == null ? null : price.prices());
    }

    private static Map<String, String> aliasesOf(Listing listing) {
        Map<String, String> wanted = new TreeMap<>();
        listing.models().values().forEach(model -> model.aliases().forEach(alias -> wanted.put(alias, model.id())));
        return wanted;
    }

    private static <T> T present(@Nullable T row) {
        if (row == null) {
            throw new IllegalStateException("only what is stored can be retired");
        }
        return row;
    }

    private static <T> Uni<List<T>> all(Mutiny.Session session, String query, Class<T> type) {
        return session.createSelectionQuery(query, type).getResultList();
    }
}
