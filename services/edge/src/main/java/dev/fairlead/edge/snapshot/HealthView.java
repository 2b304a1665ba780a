package dev.fairlead.edge.snapshot;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.RoutingTable;
import org.jspecify.annotations.Nullable;

/** One version of the routing table, by endpoint. Immutable. */
public final class HealthView {

    private final Map<String, EndpointHealth> byEndpoint;

    private HealthView(Map<String, EndpointHealth> byEndpoint) {
        this.byEndpoint = byEndpoint;
    }

    public static HealthView of(RoutingTable table) {
        return new HealthView(table.endpoints().stream()
                .collect(Collectors.toUnmodifiableMap(EndpointHealth::endpoint, Function.identity())));
    }

    /** What is known of an endpoint; null if it was not used lately. */
    public @Nullable EndpointHealth of(String endpoint) {
        return byEndpoint.get(endpoint);
    }
}
