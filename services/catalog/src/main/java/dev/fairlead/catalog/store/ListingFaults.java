package dev.fairlead.catalog.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;

/** What must never be stored: names that lead nowhere or to two things. */
final class ListingFaults {

    private ListingFaults() {}

    /**
     * Checks.
     *
     * @throws InconsistentListingException with every fault, if there is one
     */
    static void check(Listing listing) {
        List<String> faults = new ArrayList<>();
        Set<String> endpoints = new HashSet<>();
        Map<String, String> aliases = new HashMap<>();
        for (ListedModel model : listing.models().values()) {
            for (ListedEndpoint endpoint : model.endpoints()) {
                if (!endpoints.add(endpoint.id())) {
                    faults.add("the endpoint '" + endpoint.id() + "' is listed twice");
                }
                if (!listing.providers().containsKey(endpoint.provider())) {
                    faults.add("the endpoint '" + endpoint.id() + "' is of the provider '" + endpoint.provider()
                            + "', which is not listed");
                }
            }
            for (String alias : model.aliases()) {
                String other = listing.models().containsKey(alias) ? alias : aliases.put(alias, model.id());
                if (other != null) {
                    faults.add("the alias '" + alias + "' of '" + model.id() + "' means '" + other + "' already");
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new InconsistentListingException(faults);
        }
    }
}
