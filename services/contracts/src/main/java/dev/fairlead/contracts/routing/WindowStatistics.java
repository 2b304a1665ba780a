package dev.fairlead.contracts.routing;

import org.jspecify.annotations.Nullable;

/**
 * How an endpoint did over a span of time.
 *
 * @param window the span
 * @param attempts those that say something about its health, but for those it refused for going too fast
 * @param successes those of them that succeeded
 * @param timeToFirstTokenMillis null if nothing was measured
 * @param tokensPerSecond null if nothing was measured; the slow end is the high percentile
 */
public record WindowStatistics(
        StatisticsWindow window,
        long attempts,
        long successes,
        @Nullable Percentiles timeToFirstTokenMillis,
        @Nullable Percentiles tokensPerSecond) {}
