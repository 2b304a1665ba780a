package dev.fairlead.catalog.listing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Finds what has to change for one listing to become another. */
public final class ListingChanges {

    private ListingChanges() {}

    /** The changes from {@code before} to {@code after}: providers first, then models, endpoints and prices. */
    public static List<Change> between(Listing before, Listing after) {
        List<Change> changes = new ArrayList<>();
        compare(
                Change.Subject.PROVIDER,
                before.providers(),
                after.providers(),
                provider -> with("origin", provider.origin(), provider.facts()),
                changes);
        compare(Change.Subject.MODEL, models(before), models(after), ListingChanges::facts, changes);
        SortedMap<String, Placed> endpointsBefore = endpoints(before);
        SortedMap<String, Placed> endpointsAfter = endpoints(after);
        compare(Change.Subject.ENDPOINT, endpointsBefore, endpointsAfter, ListingChanges::facts, changes);
        compare(
                Change.Subject.PRICE,
                priced(endpointsBefore),
                priced(endpointsAfter),
                ListedEndpoint::priceFacts,
                changes);
        return changes;
    }

    /**
     * An endpoint and whose it is.
     *
     * @param model the model's id
     * @param endpoint the endpoint
     */
    public record Placed(String model, ListedEndpoint endpoint) {}

    /** All endpoints by their ids. */
    public static SortedMap<String, Placed> endpoints(Listing listing) {
        SortedMap<String, Placed> endpoints = new TreeMap<>();
        listing.models()
                .values()
                .forEach(model -> model.endpoints()
                        .forEach(endpoint -> endpoints.put(endpoint.id(), new Placed(model.id(), endpoint))));
        return endpoints;
    }

    private static SortedMap<String, ListedModel> models(Listing listing) {
        SortedMap<String, ListedModel> models = new TreeMap<>();
        listing.models().forEach((id, model) -> models.put(id, model.withEndpoints(List.of())));
        return models;
    }

    private static SortedMap<String, ListedEndpoint> priced(SortedMap<String, Placed> endpoints) {
        SortedMap<String, ListedEndpoint> priced = new TreeMap<>();
        endpoints.forEach((id, placed) -> {
            if (placed.endpoint().prices() != null) {
                priced.put(id, placed.endpoint());
            }
        });
        return priced;
    }

    private static Map<String, String> facts(ListedModel model) {
        return with("origin", model.origin(), model.facts());
    }

    private static Map<String, String> facts(Placed placed) {
        Map<String, String> facts =
                with("origin", placed.endpoint().origin(), placed.endpoint().facts());
        facts.put("model", placed.model());
        return facts;
    }

    private static Map<String, String> with(String field, Enum<?> value, Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put(field, value.name().toLowerCase(Locale.ROOT));
        return all;
    }

    /** Things that are equal are not looked into: that is most of them. */
    private static <T> void compare(
            Change.Subject subject,
            SortedMap<String, T> before,
            SortedMap<String, T> after,
            Function<T, Map<String, String>> facts,
            List<Change> changes) {
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            T old = before.get(id);
            T now = after.get(id);
            if (old == null) {
                changes.add(new Change(subject, id, Change.Action.ADDED, List.of()));
            } else if (now == null) {
                changes.add(new Change(subject, id, Change.Action.RETIRED, List.of()));
            } else if (!old.equals(now)) {
                List<Change.Difference> differences = differences(facts.apply(old), facts.apply(now));
                if (!differences.isEmpty()) {
                    changes.add(new Change(subject, id, Change.Action.CHANGED, differences));
                }
            }
        }
    }

    private static List<Change.Difference> differences(Map<String, String> old, Map<String, String> now) {
        Map<String, String> fields = new LinkedHashMap<>(old);
        fields.putAll(now);
        List<Change.Difference> differences = new ArrayList<>();
        for (String field : fields.keySet()) {
            @Nullable String was = old.get(field);
            @Nullable String is = now.get(field);
            if (!Objects.equals(was, is)) {
                differences.add(new Change.Difference(field, was, is));
            }
        }
        return differences;
    }
}
