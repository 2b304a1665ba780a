package dev.fairlead.catalog.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.Change.Subject;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads the whole catalog within one session. Rows come by the page, so that no turn of the event loop takes long, and
 * are kept as they are; {@link #catalog()} makes sense of them, on whatever thread has the time.
 */
final class CatalogReading {

    private static final int PAGE = 500;

    private final StateRow state;
    private final List<ProviderRow> providers = new ArrayList<>();
    private final List<ModelRow> models = new ArrayList<>();
    private final List<EndpointRow> endpoints = new ArrayList<>();

    private CatalogReading(StateRow state) {
        this.state = state;
    }

    static Uni<CatalogReading> of(Mutiny.StatelessSession session) {
        return session.get(StateRow.class, StateRow.ONLY)
                .map(CatalogReading::new)
                .chain(reading -> pages(session, ProviderRow.class, reading.providers, "")
                        .chain(() -> pages(session, ModelRow.class, reading.models, ""))
                        .chain(() -> pages(session, EndpointRow.class, reading.endpoints, ""))
                        .replaceWith(reading));
    }

    private static <R extends ListedRow> Uni<Void> pages(
            Mutiny.StatelessSession session, Class<R> type, List<R> rows, String after) {
        return session.createSelectionQuery(
                        "from " + type.getSimpleName() + " r where r.id > :after order by r.id", type)
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList()
                .chain(page -> {
                    rows.addAll(page);
                    return page.size() < PAGE
                            ? Uni.createFrom().voidItem()
                            : pages(session, type, rows, page.getLast().id());
                });
    }

    /** What the rows say. */
    StoredCatalog catalog() {
        Map<Withdrawn, Origin> withdrawn = new HashMap<>();
        Map<String, List<ListedEndpoint>> endpointsOfModel = new HashMap<>();
        for (EndpointRow row : listed(endpoints, Subject.ENDPOINT, withdrawn)) {
            ListedEndpoint endpoint = FactDocument.read(row.facts(), ListedEndpoint.class);
            endpointsOfModel
                    .computeIfAbsent(row.modelId(), id -> new ArrayList<>())
                    .add(endpoint);
        }
        List<ListedModel> listedModels = new ArrayList<>();
        for (ModelRow row : listed(models, Subject.MODEL, withdrawn)) {
            ListedModel model = FactDocument.read(row.facts(), ListedModel.class);
            listedModels.add(model.withEndpoints(endpointsOfModel.getOrDefault(row.id(), List.of())));
        }
        List<ListedProvider> listedProviders = new ArrayList<>();
        for (ProviderRow row : listed(providers, Subject.PROVIDER, withdrawn)) {
            listedProviders.add(FactDocument.read(row.facts(), ListedProvider.class));
        }
        return new StoredCatalog(
                state.version(), state.changedAt(), Listing.of(listedProviders, listedModels), withdrawn);
    }

    private static <R extends ListedRow> List<R> listed(
            List<R> rows, Subject subject, Map<Withdrawn, Origin> withdrawn) {
        List<R> listed = new ArrayList<>();
        for (R row : rows) {
            Origin retiredBy = row.retiredBy();
            if (retiredBy == null) {
                listed.add(row);
            } else {
                withdrawn.put(new Withdrawn(subject, row.id()), retiredBy);
            }
        }
        return listed;
    }
}
