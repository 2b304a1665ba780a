package dev.fairlead.catalog.search;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A question to the list.
 *
 * @param filters all of which have to hold
 * @param sort the order
 * @param page null for everything
 */
public record ModelQuery(
        List<Filter> filters, Sort sort, @Nullable Page page) {

    /** Everything, the newest first. */
    public static final ModelQuery ALL = new ModelQuery(List.of(), Sort.NEWEST, null);

    public ModelQuery {
        filters = List.copyOf(filters);
    }

    /** A part of the list. */
    public record Page(int offset, int limit) {

        /** What is on it. */
        public <T> List<T> of(List<T> all) {
            int from = Math.min(offset, all.size());
            return all.subList(from, from + Math.min(limit, all.size() - from));
        }

        /** Where the next one begins; -1 if this is the last. */
        public int next(int total) {
            return total - offset > limit ? offset + limit : -1;
        }
    }

    /** With one more condition. */
    public ModelQuery and(Filter filter) {
        List<Filter> more = new ArrayList<>(filters);
        more.add(filter);
        return new ModelQuery(more, sort, page);
    }

    /** Whether its answer moves with the traffic. */
    public boolean isLive() {
        return sort.isLive()
                || filters.stream()
                        .anyMatch(filter ->
                                filter instanceof Filter.Range range && range.measure() == Measure.TOOL_SUCCESS);
    }
}
