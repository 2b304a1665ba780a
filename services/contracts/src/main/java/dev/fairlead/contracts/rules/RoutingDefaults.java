package dev.fairlead.contracts.rules;

import java.util.List;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the requests of an organisation, or of one of its keys, that say nothing themselves. What narrows
 * (allow-lists, data policies) holds even if they do: a request can narrow it further and never widen it.
 *
 * @param organisation whose
 * @param key the key that it is for; null for all of the organisation
 * @param strategy null for none
 * @param hedge whether a second endpoint is asked when the first is slow to begin; null to leave that to the next
 * @param only providers or endpoints, nobody else; empty for no such wish
 * @param ignore providers or endpoints that are not asked
 * @param zeroDataRetention whether only providers may be asked that keep nothing
 * @param denyDataCollection whether only providers may be asked that do not train on what they get
 */
public record RoutingDefaults(
        OrganisationId organisation,
        @Nullable KeyHash key,
        @Nullable Strategy strategy,
        @Nullable Boolean hedge,
        List<String> only,
        List<String> ignore,
        boolean zeroDataRetention,
        boolean denyDataCollection) {

    public RoutingDefaults {
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
    }
}
