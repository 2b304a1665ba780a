package dev.fairlead.edge.planning;

import java.util.Locale;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that a request may be tried at.
 *
 * @param prices what the caller's organisation is charged there
 * @param worstCase the most that the request can cost there
 * @param serviceTier the service tier to ask for there; null for the usual one
 * @param place why it stands where it stands
 */
public record Candidate(
        Model model,
        Endpoint endpoint,
        Provider provider,
        PriceSchedule prices,
        Money worstCase,
        @Nullable String serviceTier,
        Place place) {

    /** Why a candidate stands where it stands. */
    public enum Place {
        /** It belongs to the caller's organisation. */
        OWN,
        /** It has the conversation in its cache. */
        STICKY,
        /** {@code provider.order} names it. */
        ORDERED,
        /** By the strategy's order. */
        SORTED,
        /** By chance, weighted. */
        DRAWN,
        /** It comes after the one that was drawn, by price. */
        FALLBACK,
        /** Less is known of its quality than of the others'. */
        UNPROVEN,
        /** Its speed or its tool calls are worse than those of the others. */
        OUTLIER,
        /** Its attempts succeed less often than they should. */
        UNRELIABLE,
        /** It misses {@code preferred_min_throughput} or {@code preferred_max_latency}. */
        SLOW,
        /** It had a significant outage lately. */
        UNSTABLE,
        /** Its breaker is half-open, or its last attempts failed. */
        ON_PROBATION,
        /** Its breaker is half-open, and this request finds out whether it has recovered. */
        PROBE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The wire format: the endpoint's own, or else its provider's. */
    public Dialect dialect() {
        Dialect own = endpoint.dialect();
        return own == null ? provider.dialect() : own;
    }

    /** The name under which it answers: the model's id, and the variant if it is one. */
    public String name() {
        return endpoint.variant() == null ? model.id() : model.id() + ':' + endpoint.variant();
    }
}
