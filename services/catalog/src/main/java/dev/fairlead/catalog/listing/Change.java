package dev.fairlead.catalog.listing;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two listings.
 *
 * @param subject what kind of thing changed
 * @param id the provider, model or endpoint; a price goes by its endpoint
 * @param action what happened to it
 * @param differences the fields that changed; empty if {@code action} says it all
 */
public record Change(Subject subject, String id, Action action, List<Difference> differences) {

    /** What can change, in the order in which additions have to be made. */
    public enum Subject {
        PROVIDER,
        MODEL,
        ENDPOINT,
        PRICE
    }

    /** What can happen; nothing is ever deleted. */
    public enum Action {
        ADDED,
        CHANGED,
        RETIRED
    }

    /**
     * A field that changed.
     *
     * @param field its name
     * @param before null if it was not there
     * @param after null if it is not there any more
     */
    public record Difference(
            String field, @Nullable String before, @Nullable String after) {

        @Override
        public String toString() {
            return field + " " + text(before) + " -> " + text(after);
        }

        private static String text(@Nullable String value) {
            return value == null || value.isEmpty() ? "none" : value;
        }
    }

    public Change {
        differences = List.copyOf(differences);
    }

    /** What is different, for people. */
    public String detail() {
        return differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return subject + " " + id + " " + action + (differences.isEmpty() ? "" : ": " + detail());
    }
}
