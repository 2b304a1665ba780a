package dev.fairlead.edge.offer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The words that endpoints describe themselves with, each with a place. Immutable. */
public final class Vocabulary {

    static final Vocabulary EMPTY = new Vocabulary(Map.of());

    private final Map<String, Integer> places;
    private final Terms all;

    private Vocabulary(Map<String, Integer> places) {
        this.places = places;
        Terms terms = Terms.NONE;
        for (int place : places.values()) {
            terms = terms.with(place);
        }
        this.all = terms;
    }

    /** These words, at their places, and others behind them; the same object if there is no new one. */
    Vocabulary with(Collection<String> words) {
        if (places.keySet().containsAll(words)) {
            return this;
        }
        Map<String, Integer> more = new HashMap<>(places);
        words.forEach(word -> more.putIfAbsent(word, more.size()));
        return new Vocabulary(more);
    }

    int size() {
        return places.size();
    }

    /** All words that are known. */
    public Terms all() {
        return all;
    }

    /** These words; null if one of them is not known, and so no endpoint has it. */
    public @Nullable Terms terms(Collection<String> words) {
        Terms terms = Terms.NONE;
        for (String word : words) {
            Integer place = places.get(word);
            if (place == null) {
                return null;
            }
            terms = terms.with(place);
        }
        return terms;
    }
}
