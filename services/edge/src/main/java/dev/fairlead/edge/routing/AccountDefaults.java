package dev.fairlead.edge.routing;

import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.edge.planning.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a caller's requests that say nothing themselves: what its key says goes before what its organisation
 * says, and what narrows holds from both.
 *
 * @param key null if there are none for the key
 * @param organisation null if there are none for the organisation
 */
record AccountDefaults(
        @Nullable RoutingDefaults key, @Nullable RoutingDefaults organisation) {

    static final AccountDefaults NONE = new AccountDefaults(null, null);

    @Nullable
    Strategy keyStrategy() {
        return key == null ? null : key.strategy();
    }

    @Nullable
    Strategy organisationStrategy() {
        return organisation == null ? null : organisation.strategy();
    }

    /** Whether a second endpoint is asked when the first is slow to begin. */
    boolean hedge() {
        Boolean ofKey = key == null ? null : key.hedge();
        Boolean ofOrganisation = organisation == null ? null : organisation.hedge();
        return ofKey != null ? ofKey : ofOrganisation != null && ofOrganisation;
    }

    /** A request's preferences, within what is allowed. */
    Preferences narrow(Preferences preferences) {
        return narrow(narrow(preferences, organisation), key);
    }

    private static Preferences narrow(Preferences preferences, @Nullable RoutingDefaults defaults) {
        return defaults == null
                ? preferences
                : preferences.within(
                        defaults.only(),
                        defaults.ignore(),
                        defaults.zeroDataRetention(),
                        defaults.denyDataCollection());
    }
}
