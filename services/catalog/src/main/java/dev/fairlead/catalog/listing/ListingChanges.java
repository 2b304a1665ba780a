package dev.fairlead.catalog.listing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what has to change for one listing to become another. */
public final class ListingChanges {

    private ListingChanges() {}

    /** The changes from {@code before} to {@code after}: providers first, then models, endpoints and prices. */
    public static List<Change> between(Listing before, Listing after) {
        List<Change> changes = new ArrayList<>();
        for (Change.Subject subject : Change.Subject.values()) {
            compare(subject, facts(subject, before), facts(subject, after), changes);
        }
        return changes;
    }

    private static SortedMap<String, Map<String, String>> facts(Change.Subject subject, Listing listing) {
        SortedMap<String, Map<String, String>> facts = new TreeMap<>();
        switch (subject) {
            case PROVIDER -> listing.providers().forEach((id, provider) -> facts.put(id, provider.facts()));
            case MODEL -> listing.models().forEach((id, model) -> facts.put(id, model.facts()));
            case ENDPOINT ->
                listing.models()
                        .values()
                        .forEach(model -> model.endpoints().forEach(endpoint -> {
                            Map<String, String> endpointFacts = new LinkedHashMap<>();
                            endpointFacts.put("model", model.id());
                            endpointFacts.putAll(endpoint.facts());
                            facts.put(endpoint.id(), endpointFacts);
                        }));
            case PRICE ->
                listing.models()
                        .values()
                        .forEach(model -> model.endpoints().forEach(endpoint -> {
                            if (endpoint.prices() != null) {
                                facts.put(endpoint.id(), endpoint.priceFacts());
                            }
                        }));
        }
        return facts;
    }

    private static void compare(
            Change.Subject subject,
            SortedMap<String, Map<String, String>> before,
            SortedMap<String, Map<String, String>> after,
            List<Change> changes) {
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            Map<String, String> old = before.get(id);
            Map<String, String> now = after.get(id);
            if (old == null) {
                changes.add(new Change(subject, id, Change.Action.ADDED, ""));
            } else if (now == null) {
                changes.add(new Change(subject, id, Change.Action.RETIRED, ""));
            } else if (!old.equals(now)) {
                changes.add(new Change(subject, id, Change.Action.CHANGED, difference(old, now)));
            }
        }
    }

    private static String difference(Map<String, String> old, Map<String, String> now) {
        Map<String, String> fields = new LinkedHashMap<>(old);
        fields.putAll(now);
        StringJoiner difference = new StringJoiner("; ");
        for (String field : fields.keySet()) {
            String was = old.getOrDefault(field, "none");
            String is = now.getOrDefault(field, "none");
            if (!Objects.equals(was, is)) {
                difference.add(field + " " + was + " -> " + is);
            }
        }
        return difference.toString();
    }
}
