package dev.fairlead.contracts.routing;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the router knows of an endpoint.
 *
 * @param endpoint the {@link dev.fairlead.contracts.catalog.Endpoint#id()}
 * @param breaker whether requests pass
 * @param retryAt when an open breaker half-opens; null unless {@code breaker} is {@link BreakerState#OPEN}
 * @param samples attempts that the figures below are made of
 * @param successRate share of those attempts that succeeded, 0 to 1
 * @param timeToFirstTokenMillis median; 0 while unknown
 * @param tokensPerSecond median; 0 while unknown
 */
public record EndpointHealth(
        String endpoint,
        BreakerState breaker,
        @Nullable Instant retryAt,
        long samples,
        double successRate,
        double timeToFirstTokenMillis,
        double tokensPerSecond) {}
