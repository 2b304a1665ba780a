package dev.fairlead.catalog.listing;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * The end of a model.
 *
 * @param deprecated from when on it should not be used for anything new; null if it may be
 * @param retires the first day on which it is not served any more; null if none is known
 * @param successor the id of the model that takes its place; null if there is none
 */
public record Lifecycle(
        @Nullable LocalDate deprecated,
        @Nullable LocalDate retires,
        @Nullable String successor) {

    public static final Lifecycle OPEN = new Lifecycle(null, null, null);

    /** Whether it is not served any more on a day. */
    public boolean hasRetired(LocalDate day) {
        return retires != null && !day.isBefore(retires);
    }
}
