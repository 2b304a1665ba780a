package dev.fairlead.edge.planning;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.fairlead.edge.offer.Offer;

/**
 * Names of providers and endpoints in a request's preferences. {@code google-vertex} means all endpoints of that
 * provider, {@code google-vertex/us-east5} the one; upper and lower case are the same.
 */
final class Names {

    /** What {@link #place} says of an endpoint that no name means. */
    static final int NOT_NAMED = Integer.MAX_VALUE;

    private static final Names NONE = new Names(Map.of());

    private final Map<String, Integer> places;

    private Names(Map<String, Integer> places) {
        this.places = places;
    }

    static Names of(List<String> names) {
        if (names.isEmpty()) {
            return NONE;
        }
        Map<String, Integer> places = HashMap.newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        return new Names(places);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The place of the first name that means an endpoint: its provider, its tag or its id. */
    int place(Offer offer) {
        return places.isEmpty()
                ? NOT_NAMED
                : Math.min(place(offer.providerId()), Math.min(place(offer.tag()), place(offer.id())));
    }

    private int place(String name) {
        Integer place = places.get(name);
        return place == null ? NOT_NAMED : place;
    }

    boolean name(Offer offer) {
        return place(offer) != NOT_NAMED;
    }
}
