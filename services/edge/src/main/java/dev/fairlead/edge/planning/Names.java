package dev.fairlead.edge.planning;

import java.util.List;
import java.util.Locale;

import dev.fairlead.edge.offer.Offer;

/**
 * Names of providers and endpoints in a request's preferences. {@code google-vertex} means all endpoints of that
 * provider, {@code google-vertex/us-east5} the one; upper and lower case are the same.
 */
final class Names {

    /** What {@link #place} says of an endpoint that no name means. */
    static final int NOT_NAMED = 0xffff;

    private final String[] lowerCase;

    private Names(String[] lowerCase) {
        this.lowerCase = lowerCase;
    }

    static Names of(List<String> names) {
        String[] lowerCase = new String[names.size()];
        for (int i = 0; i < lowerCase.length; i++) {
            lowerCase[i] = names.get(i).toLowerCase(Locale.ROOT);
        }
        return new Names(lowerCase);
    }

    boolean isEmpty() {
        return lowerCase.length == 0;
    }

    /** The place of the first name that means an endpoint. */
    int place(Offer offer) {
        for (int i = 0; i < lowerCase.length; i++) {
            if (offer.isCalled(lowerCase[i])) {
                return i;
            }
        }
        return NOT_NAMED;
    }

    boolean name(Offer offer) {
        return place(offer) != NOT_NAMED;
    }
}
