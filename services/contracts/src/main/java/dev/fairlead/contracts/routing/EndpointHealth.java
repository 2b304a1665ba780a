package dev.fairlead.contracts.routing;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the router knows of an endpoint.
 *
 * @param endpoint the {@link dev.fairlead.contracts.catalog.Endpoint#id()}
 * @param breaker whether requests pass; open too while its provider wants to be left alone ({@code Retry-After}),
 *     however healthy it is
 * @param retryAt when they may pass again; null unless {@code breaker} is {@link BreakerState#OPEN}
 * @param samples attempts that the figures below are made of
 * @param successRate share of those attempts that succeeded, 0 to 1
 * @param timeToFirstTokenMillis median; 0 while unknown
 * @param tokensPerSecond median; 0 while unknown
 * @param windows how it did over longer and longer spans; those without an attempt are left out
 * @param tokensLastWeek tokens of prompts and completions over the last seven days
 * @param toolSuccessRate share of the requests with tools, over a day, that ended in a call of one; null if there were
 *     none
 * @param usedAt when the last request of a caller ended there, to the second; null if unknown
 */
public record EndpointHealth(
        String endpoint,
        BreakerState breaker,
        @Nullable Instant retryAt,
        long samples,
        double successRate,
        double timeToFirstTokenMillis,
        double tokensPerSecond,
        List<WindowStatistics> windows,
        long tokensLastWeek,
        @Nullable Double toolSuccessRate,
        @Nullable Instant usedAt) {

    public EndpointHealth {
        windows = List.copyOf(windows);
    }

    /** Of which nobody knows when it was used. */
    public EndpointHealth(
            String endpoint,
            BreakerState breaker,
            @Nullable Instant retryAt,
            long samples,
            double successRate,
            double timeToFirstTokenMillis,
            double tokensPerSecond,
            List<WindowStatistics> windows,
            long tokensLastWeek,
            @Nullable Double toolSuccessRate) {
        this(
                endpoint,
                breaker,
                retryAt,
                samples,
                successRate,
                timeToFirstTokenMillis,
                tokensPerSecond,
                windows,
                tokensLastWeek,
                toolSuccessRate,
                null);
    }

    /** Without its longer statistics. */
    public EndpointHealth(
            String endpoint,
            BreakerState breaker,
            @Nullable Instant retryAt,
            long samples,
            double successRate,
            double timeToFirstTokenMillis,
            double tokensPerSecond) {
        this(
                endpoint,
                breaker,
                retryAt,
                samples,
                successRate,
                timeToFirstTokenMillis,
                tokensPerSecond,
                List.of(),
                0,
                null);
    }

    /** How it did over a span; null if there was no attempt. */
    public @Nullable WindowStatistics over(StatisticsWindow window) {
        for (WindowStatistics statistics : windows) {
            if (statistics.window() == window) {
                return statistics;
            }
        }
        return null;
    }
}
