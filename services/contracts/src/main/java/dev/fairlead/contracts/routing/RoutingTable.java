package dev.fairlead.contracts.routing;

import java.time.Instant;
import java.util.List;

/**
 * The health of every endpoint that was used lately. An endpoint that is not in the table is presumed healthy.
 *
 * @param version grows with every change
 * @param publishedAt when it was published
 * @param endpoints in order of their ids
 */
public record RoutingTable(long version, Instant publishedAt, List<EndpointHealth> endpoints) {

    public static final RoutingTable EMPTY = new RoutingTable(0, Instant.EPOCH, List.of());

    public RoutingTable {
        endpoints = List.copyOf(endpoints);
    }
}
