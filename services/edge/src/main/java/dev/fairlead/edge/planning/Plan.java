package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.List;

import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is tried, in order, and why not elsewhere.
 *
 * @param candidates in the order in which they are tried; may be empty
 * @param dropped every endpoint of the models that is meant and not tried
 */
public record Plan(List<Candidate> candidates, List<Dropped> dropped) {

    /** Why an endpoint is not tried. */
    public enum Reason {
        /** Its provider does not serve it any more. */
        RETIRED,
        /** Nobody has confirmed that it is served. */
        UNVERIFIED,
        /** Its price is beyond belief. */
        SUSPECT_PRICE,
        /** Its provider's address is not known. */
        NO_ADDRESS,
        /** The edge has no credential for the provider. */
        NO_CREDENTIAL,
        /** Its price is not known. */
        NO_PRICE,
        /** The edge does not speak its wire format. */
        DIALECT,
        /** The request is longer than it can take. */
        CONTEXT_LENGTH,
        /** It does not understand a parameter of the request. */
        PARAMETERS,
        /** Its circuit breaker is open. */
        BREAKER_OPEN,
        /** {@code provider.only} or {@code provider.ignore}. */
        ALLOWED_PROVIDERS,
        /** {@code provider.max_price}. */
        MAX_PRICE,
        /** {@code provider.allow_fallbacks} is false, and it is not the first choice. */
        NO_FALLBACKS,
        /** A wildcard matches enough cheaper ones. */
        POOL_SIZE;

        /** Whether another request for the same models might be taken. */
        public boolean dependsOnRequest() {
            return switch (this) {
                case CONTEXT_LENGTH, PARAMETERS, ALLOWED_PROVIDERS, MAX_PRICE, NO_FALLBACKS, POOL_SIZE -> true;
                case RETIRED, UNVERIFIED, SUSPECT_PRICE, NO_ADDRESS, NO_CREDENTIAL, NO_PRICE, DIALECT, BREAKER_OPEN ->
                    false;
            };
        }
    }

    /**
     * An endpoint that is not tried.
     *
     * @param retryAt from when on it may be; null if time does not help
     */
    public record Dropped(
            String endpoint, Reason reason, @Nullable Instant retryAt) {}

    public Plan {
        candidates = List.copyOf(candidates);
        dropped = List.copyOf(dropped);
    }

    /** What has to be reserved, so that any of the attempts is covered. */
    public Money worstCase() {
        Money worst = Money.ZERO;
        for (Candidate candidate : candidates) {
            worst = Money.max(worst, candidate.worstCase());
        }
        return worst;
    }
}
