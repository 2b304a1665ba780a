package dev.fairlead.catalog.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.fairlead.catalog.listing.Change.Subject;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.Origin;

/**
 * Merges facts of one origin into the catalog. What a higher origin wrote stays as it is, and what it took away does
 * not come back. What only operators enter (credentials, ceilings, benchmarks) is kept whatever the facts say.
 */
public final class OriginMerge {

    private final StoredCatalog stored;
    private final Listing facts;
    private final Origin origin;
    private final MergeScope scope;
    private final Map<String, ListedProvider> providers = new TreeMap<>();
    private final Map<String, ListedModel> models = new TreeMap<>();
    private final Map<String, Placed> endpoints = new TreeMap<>();

    private OriginMerge(StoredCatalog stored, Listing facts, Origin origin, MergeScope scope) {
        this.stored = stored;
        this.facts = facts;
        this.origin = origin;
        this.scope = scope;
    }

    /** What is listed once {@code facts} are merged into what is stored. */
    public static Listing merge(StoredCatalog stored, Listing facts, Origin origin, MergeScope scope) {
        OriginMerge merge = new OriginMerge(stored, facts, origin, scope);
        merge.mergeProviders();
        merge.mergeModels();
        merge.mergeEndpoints();
        merge.keepWhatIsReferredTo();
        return merge.result();
    }

    private void mergeProviders() {
        stored.listing().providers().forEach((id, provider) -> {
            if (isAbove(provider.origin()) || !scope.hasProvider(id)) {
                providers.put(id, provider);
            }
        });
        facts.providers().forEach((id, provider) -> {
            if (scope.hasProvider(id) && !isGone(Subject.PROVIDER, id)) {
                providers.putIfAbsent(
                        id,
                        provider.statedBy(origin, stored.listing().providers().get(id)));
            }
        });
    }

    private void mergeModels() {
        stored.listing().models().forEach((id, model) -> {
            if (isAbove(model.origin()) || !scope.hasAuthor(model.author())) {
                models.put(id, model);
            }
        });
        facts.models().forEach((id, model) -> {
            if (scope.hasAuthor(model.author()) && !isGone(Subject.MODEL, id)) {
                models.putIfAbsent(
                        id, model.statedBy(origin, stored.listing().models().get(id)));
            }
        });
    }

    private void mergeEndpoints() {
        Map<String, Placed> current = ListingChanges.endpoints(stored.listing());
        current.forEach((id, placed) -> {
            if (isAbove(placed.endpoint().origin())
                    || !scope.hasProvider(placed.endpoint().provider())) {
                endpoints.put(id, placed);
            }
        });
        ListingChanges.endpoints(facts).forEach((id, placed) -> {
            ListedEndpoint endpoint = placed.endpoint();
            if (scope.hasProvider(endpoint.provider())
                    && providers.containsKey(endpoint.provider())
                    && !isGone(Subject.ENDPOINT, id)
                    && !isGone(Subject.MODEL, placed.model())) {
                Placed before = current.get(id);
                endpoints.putIfAbsent(
                        id,
                        new Placed(
                                placed.model(), endpoint.statedBy(origin, before == null ? null : before.endpoint())));
            }
        });
    }

    /** A model that others still serve, and a provider of an endpoint that stays, stay as well. */
    private void keepWhatIsReferredTo() {
        endpoints.values().forEach(placed -> {
            String provider = placed.endpoint().provider();
            if (!providers.containsKey(provider)) {
                providers.put(provider, stored.listing().provider(provider));
            }
            if (!models.containsKey(placed.model())) {
                models.put(placed.model(), stored.listing().model(placed.model()));
            }
        });
    }

    private Listing result() {
        Map<String, List<ListedEndpoint>> endpointsOfModel = new HashMap<>();
        endpoints
                .values()
                .forEach(placed -> endpointsOfModel
                        .computeIfAbsent(placed.model(), id -> new ArrayList<>())
                        .add(placed.endpoint()));
        Set<String> taken = new HashSet<>(models.keySet());
        List<ListedModel> merged = new ArrayList<>();
        models.values().stream()
                .sorted(Comparator.comparing(ListedModel::origin).reversed().thenComparing(ListedModel::id))
                .forEach(model -> {
                    List<String> free =
                            model.aliases().stream().filter(taken::add).toList();
                    merged.add(model.withAliases(free)
                            .withEndpoints(endpointsOfModel.getOrDefault(model.id(), List.of())));
                });
        return Listing.of(providers.values(), merged);
    }

    private boolean isAbove(Origin other) {
        return other.compareTo(origin) > 0;
    }

    private boolean isGone(Subject subject, String id) {
        Origin by = stored.withdrawn().get(new Withdrawn(subject, id));
        return by != null && isAbove(by);
    }
}
