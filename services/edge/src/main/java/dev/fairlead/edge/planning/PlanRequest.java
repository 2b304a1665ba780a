package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.List;

import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * All that a plan depends on, besides the snapshots.
 *
 * @param selections what the request's names stand for, in the order in which they are tried
 * @param features what it needs
 * @param preferences what it wants, its account's included
 * @param defaultStrategy the key's or the organisation's, for a request that says nothing; null for none
 * @param organisation who pays: it may see other endpoints than others, and pay other prices
 * @param affinity the conversation that it belongs to
 * @param now when it arrived
 * @param seed what chance decides: the same seed gives the same plan
 * @param turn whose turn it is in a round robin: counts up with every request for the same names
 */
public record PlanRequest(
        List<Selection> selections,
        Features features,
        Preferences preferences,
        @Nullable Strategy defaultStrategy,
        String organisation,
        Affinity affinity,
        Instant now,
        long seed,
        long turn) {

    public PlanRequest {
        selections = List.copyOf(selections);
    }

    /** Without a strategy of the account, a conversation or a turn. */
    public static PlanRequest of(
            List<Selection> selections,
            Features features,
            Preferences preferences,
            String organisation,
            Instant now,
            long seed) {
        return new PlanRequest(selections, features, preferences, null, organisation, Affinity.NONE, now, seed, 0);
    }
}
