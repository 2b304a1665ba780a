package dev.fairlead.catalog.search;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What the traffic says of a listed model; null where it says nothing.
 *
 * @param tokensLastWeek of all its endpoints
 * @param tokensPerSecond the recent median of its fastest endpoint
 * @param timeToFirstTokenMillis the recent median of its quickest endpoint
 * @param toolSuccessRate 0 to 1, over its endpoints by how often they were called
 */
record Figures(
        @Nullable BigDecimal tokensLastWeek,
        @Nullable BigDecimal tokensPerSecond,
        @Nullable BigDecimal timeToFirstTokenMillis,
        @Nullable BigDecimal toolSuccessRate) {

    static final Figures NONE = new Figures(null, null, null, null);
}
