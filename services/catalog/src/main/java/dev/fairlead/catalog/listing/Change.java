package dev.fairlead.catalog.listing;

/**
 * One difference between two listings.
 *
 * @param subject what kind of thing changed
 * @param id the provider, model or endpoint; a price goes by its endpoint
 * @param action what happened to it
 * @param detail what is different, for people; empty if {@code action} says it all
 */
public record Change(Subject subject, String id, Action action, String detail) {

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

    @Override
    public String toString() {
        return subject + " " + id + " " + action + (detail.isEmpty() ? "" : ": " + detail);
    }
}
