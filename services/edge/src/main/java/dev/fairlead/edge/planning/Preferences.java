package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of the providers: the request's {@code provider} object.
 *
 * @param order providers or endpoints to try first, in this order
 * @param only nobody else; empty for no such wish
 * @param ignore not these
 * @param allowFallbacks whether others than the first choice may be tried
 * @param sort a strict order; null for the default balancing
 * @param maxPromptPrice in dollars per million tokens; null for no limit
 * @param maxCompletionPrice in dollars per million tokens; null for no limit
 */
public record Preferences(
        List<String> order,
        List<String> only,
        List<String> ignore,
        boolean allowFallbacks,
        @Nullable Sort sort,
        @Nullable BigDecimal maxPromptPrice,
        @Nullable BigDecimal maxCompletionPrice) {

    /** Strict orders. */
    public enum Sort {
        PRICE,
        THROUGHPUT,
        LATENCY,
        /** The share of attempts that succeed, then throughput. */
        EXACTO
    }

    public static final Preferences NONE = new Preferences(List.of(), List.of(), List.of(), true, null, null, null);

    public Preferences {
        order = List.copyOf(order);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
    }
}
