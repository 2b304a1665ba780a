package dev.fairlead.edge.planning;

import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What puts endpoints in order.
 *
 * @param strategy the one that holds
 * @param isExplicit whether the request, its preset or its model's variant says so
 * @param isStrict whether it is an order that the caller or its account insists on, so that an unreliable endpoint keeps
 *     its place
 */
record Order(Strategy strategy, boolean isExplicit, boolean isStrict) {

    /** The order of a selection's endpoints. */
    static Order of(PlanRequest request, @Nullable Strategy ofVariant, boolean isPool) {
        Strategy wanted = request.preferences().strategy();
        Strategy explicit = wanted == null ? ofVariant : wanted;
        Strategy asked = explicit == null ? request.defaultStrategy() : explicit;
        if (asked != null) {
            return new Order(asked, explicit != null, isSorted(asked));
        }
        Strategy builtIn;
        if (isPool) {
            builtIn = Strategy.PRICE;
        } else {
            builtIn = request.features().offersTools() ? Strategy.QUALITY : Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE;
        }
        return new Order(builtIn, false, false);
    }

    private static boolean isSorted(Strategy strategy) {
        return switch (strategy) {
            case PRICE, THROUGHPUT, LATENCY -> true;
            case WEIGHTED_BY_INVERSE_PRICE, WEIGHTED_BY_INVERSE_SQUARE_PRICE, ROUND_ROBIN, LEAST_LOADED, QUALITY ->
                false;
        };
    }

    /** Whether who comes first is not left to chance. */
    boolean isSorted() {
        return isSorted(strategy) || strategy == Strategy.ROUND_ROBIN;
    }
}
