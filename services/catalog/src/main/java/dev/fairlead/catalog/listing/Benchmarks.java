package dev.fairlead.catalog.listing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Scores of a model, as an operator enters them; Fairlead ships none.
 *
 * @param intelligence index of general ability; null if unknown
 * @param coding index of programming; null if unknown
 * @param agentic index of work with tools; null if unknown
 * @param designArenaElo best rating among the arenas; null if unknown
 */
public record Benchmarks(
        @Nullable BigDecimal intelligence,
        @Nullable BigDecimal coding,
        @Nullable BigDecimal agentic,
        @Nullable BigDecimal designArenaElo) {

    public static final Benchmarks NONE = new Benchmarks(null, null, null, null);
}
