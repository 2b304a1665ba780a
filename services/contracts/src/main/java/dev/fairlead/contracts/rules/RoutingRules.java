package dev.fairlead.contracts.rules;

import java.time.Instant;
import java.util.List;

/**
 * All that people have written down about routing at one moment, as the router publishes it.
 *
 * @param version grows with every change
 * @param publishedAt when it was published
 * @param policies in the order in which they are asked
 * @param defaults of organisations and keys
 * @param presets the version of each that holds
 */
public record RoutingRules(
        long version,
        Instant publishedAt,
        List<PublishedPolicy> policies,
        List<RoutingDefaults> defaults,
        List<Preset> presets) {

    public static final RoutingRules EMPTY = new RoutingRules(0, Instant.EPOCH, List.of(), List.of(), List.of());

    public RoutingRules {
        policies = List.copyOf(policies);
        defaults = List.copyOf(defaults);
        presets = List.copyOf(presets);
    }

    /**
     * A policy as it was written.
     *
     * @param name unique in the installation
     * @param version from 1 on; grows with every change of the document
     * @param document its JSON, which was valid when it was written
     */
    public record PublishedPolicy(String name, int version, String document) {}
}
