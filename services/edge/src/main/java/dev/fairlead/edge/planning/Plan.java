package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is tried, in order, and why not elsewhere.
 *
 * @param candidates in the order in which they are tried; may be empty
 * @param dropped every endpoint of the models that is meant and not tried
 * @param strategy what put the candidates in order
 */
public record Plan(List<Candidate> candidates, List<Dropped> dropped, Strategy strategy) {

    /** Why an endpoint is not tried. */
    public enum Reason {
        /** Its provider does not serve it any more. */
        RETIRED(false),
        /** Nobody has confirmed that it is served. */
        UNVERIFIED(false),
        /** Its price is beyond belief. */
        SUSPECT_PRICE(false),
        /** Its provider's address is not known. */
        NO_ADDRESS(false),
        /** The edge has no credential for the provider. */
        NO_CREDENTIAL(false),
        /** Its price is not known. */
        NO_PRICE(false),
        /** The edge does not speak its wire format. */
        DIALECT(false),
        /** Its circuit breaker is open. */
        BREAKER_OPEN(false),
        /** The request is longer than it can take. */
        CONTEXT_LENGTH(true),
        /** The request holds what it cannot read, such as images. */
        MODALITY(true),
        /** It does not understand a parameter of the request. */
        REQUIRE_PARAMETERS(true),
        /** Another endpoint of the model understands {@code tools} or the like, and it does not. */
        SOFT_PARAMETERS(true),
        /** {@code provider.only} or {@code provider.ignore}, of the request or its account. */
        ALLOWED_PROVIDERS(true),
        /** {@code provider.zdr}. */
        ZDR(true),
        /** {@code provider.data_collection}. */
        TRAINING(true),
        /** {@code provider.quantizations}. */
        QUANTIZATION(true),
        /** {@code provider.max_price}. */
        MAX_PRICE(true),
        /** {@code provider.allow_fallbacks} is false, and it is not the first choice. */
        NO_FALLBACKS(true),
        /** A wildcard matches enough better ones. */
        POOL_SIZE(true);

        private final boolean dependsOnRequest;

        Reason(boolean dependsOnRequest) {
            this.dependsOnRequest = dependsOnRequest;
        }

        /** Whether another request for the same models might be taken. */
        public boolean dependsOnRequest() {
            return dependsOnRequest;
        }

        /** As {@code excluded_by} spells it. */
        public String wireName() {
            return switch (this) {
                case ZDR -> "data_policy:zdr";
                case TRAINING -> "data_policy:training";
                default -> name().toLowerCase(Locale.ROOT);
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
