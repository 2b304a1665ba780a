package dev.fairlead.edge.probing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNullElse;

/**
 * Which endpoints are to be probed: those whose breaker wants to know whether they have recovered, then those that were
 * used lately and are idle now, the longest idle first. A pure function of what it is given.
 *
 * @param callable whether this edge can call an endpoint of that provider at all
 * @param idle how long an endpoint may be without a call
 * @param maxCost what a probe may cost
 */
record ProbeTargets(Predicate<Candidate> callable, Duration idle, Money maxCost) {

    /** What has not been used for longer is nobody's any more. */
    private static final Duration LATELY = Duration.ofDays(1);

    /** A few words and what providers put around them. */
    private static final long PROMPT_TOKENS = 32;

    private record Due(Candidate candidate, boolean recovering, Instant lastUse) {}

    /**
     * Those that are due.
     *
     * @param past what was probed already
     * @param most no more than so many
     */
    List<Candidate> choose(CatalogIndex catalog, HealthView health, ProbeHistory past, Instant now, int most) {
        List<Due> due = new ArrayList<>();
        for (Model model : catalog.snapshot().models()) {
            if (model.mode() != Mode.CHAT) {
                continue;
            }
            for (Endpoint endpoint : model.endpoints()) {
                EndpointHealth known = health.of(endpoint.id());
                if (known == null || !past.allows(endpoint.id(), now)) {
                    continue;
                }
                boolean recovering = isRecovering(known, now);
                if (recovering || (isIdle(known, now) && past.isOver(endpoint.id(), now, idle))) {
                    Candidate candidate = candidate(catalog, model, endpoint);
                    if (candidate != null) {
                        due.add(new Due(candidate, recovering, requireNonNullElse(known.usedAt(), Instant.EPOCH)));
                    }
                }
            }
        }
        return due.stream()
                .sorted(Comparator.comparing(Due::recovering).reversed().thenComparing(Due::lastUse))
                .limit(most)
                .map(Due::candidate)
                .toList();
    }

    private static boolean isRecovering(EndpointHealth known, Instant now) {
        return switch (known.breaker()) {
            case HALF_OPEN -> true;
            case OPEN -> known.retryAt() != null && !now.isBefore(known.retryAt());
            case CLOSED -> false;
        };
    }

    private boolean isIdle(EndpointHealth known, Instant now) {
        Instant usedAt = known.usedAt();
        return known.breaker() == BreakerState.CLOSED
                && usedAt != null
                && !usedAt.plus(idle).isAfter(now)
                && usedAt.plus(LATELY).isAfter(now);
    }

    /** What belongs to an organisation is called with its credential, at its expense: only when it asks for that. */
    private @Nullable Candidate candidate(CatalogIndex catalog, Model model, Endpoint endpoint) {
        Provider provider = catalog.provider(endpoint.provider());
        PriceSchedule prices = endpoint.prices();
        if (provider == null
                || prices == null
                || endpoint.standing() != Standing.ROUTABLE
                || endpoint.owner() != null
                || provider.owner() != null
                || provider.baseUrl() == null) {
            return null;
        }
        Money cost = prices.worstCase(PROMPT_TOKENS, 1, null);
        Candidate candidate = new Candidate(model, endpoint, provider, prices, cost, null, Candidate.Place.PROBE);
        return cost.compareTo(maxCost) <= 0 && callable.test(candidate) ? candidate : null;
    }
}
