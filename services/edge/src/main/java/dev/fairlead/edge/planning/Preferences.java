package dev.fairlead.edge.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of the providers: the request's {@code provider} object, and what its account adds to it.
 *
 * @param order providers or endpoints to try first, in this order
 * @param only allow-lists, each of which has to name an endpoint or its provider; none for no such wish
 * @param ignore not these
 * @param allowFallbacks whether others than the first choice may be tried
 * @param requireParameters whether an endpoint has to understand every parameter of the request
 * @param zeroDataRetention whether a provider has to be known to keep nothing
 * @param denyDataCollection whether a provider has to be known not to train on what it gets
 * @param quantizations one of these; empty for any
 * @param strategy a strict order or a draw; null for none
 * @param acrossModels whether the endpoints of all models are put in one order, instead of model after model
 * @param maxPrice what an endpoint may charge
 * @param minThroughput in tokens per second; slower endpoints come last
 * @param maxLatency to the first token, in seconds; slower endpoints come last
 */
public record Preferences(
        List<String> order,
        List<List<String>> only,
        List<String> ignore,
        boolean allowFallbacks,
        boolean requireParameters,
        boolean zeroDataRetention,
        boolean denyDataCollection,
        Set<String> quantizations,
        @Nullable Strategy strategy,
        boolean acrossModels,
        PriceCeiling maxPrice,
        Cutoffs minThroughput,
        Cutoffs maxLatency) {

    public static final Preferences NONE = new Builder().build();

    public Preferences {
        order = List.copyOf(order);
        only = only.stream().map(List::copyOf).toList();
        ignore = List.copyOf(ignore);
        quantizations = Set.copyOf(quantizations);
    }

    /** These, narrowed by what an account allows. Its strategy is not taken over. */
    public Preferences within(
            List<String> allowed, List<String> denied, boolean nothingRetained, boolean nothingCollected) {
        Builder narrowed = toBuilder();
        if (!allowed.isEmpty()) {
            List<List<String>> lists = new ArrayList<>(only);
            lists.add(allowed);
            narrowed.only(lists);
        }
        return narrowed.ignore(Stream.concat(ignore.stream(), denied.stream()).toList())
                .zeroDataRetention(zeroDataRetention || nothingRetained)
                .denyDataCollection(denyDataCollection || nothingCollected)
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.order = order;
        builder.only = only;
        builder.ignore = ignore;
        builder.allowFallbacks = allowFallbacks;
        builder.requireParameters = requireParameters;
        builder.zeroDataRetention = zeroDataRetention;
        builder.denyDataCollection = denyDataCollection;
        builder.quantizations = quantizations;
        builder.strategy = strategy;
        builder.acrossModels = acrossModels;
        builder.maxPrice = maxPrice;
        builder.minThroughput = minThroughput;
        builder.maxLatency = maxLatency;
        return builder;
    }

    /** Preferences in the making: without any wish until one is set. */
    public static final class Builder {

        private List<String> order = List.of();
        private List<List<String>> only = List.of();
        private List<String> ignore = List.of();
        private boolean allowFallbacks = true;
        private boolean requireParameters;
        private boolean zeroDataRetention;
        private boolean denyDataCollection;
        private Set<String> quantizations = Set.of();
        private @Nullable Strategy strategy;
        private boolean acrossModels;
        private PriceCeiling maxPrice = PriceCeiling.NONE;
        private Cutoffs minThroughput = Cutoffs.NONE;
        private Cutoffs maxLatency = Cutoffs.NONE;

        private Builder() {}

        public Builder order(List<String> names) {
            order = names;
            return this;
        }

        public Builder only(List<List<String>> allowLists) {
            only = allowLists;
            return this;
        }

        public Builder ignore(List<String> names) {
            ignore = names;
            return this;
        }

        public Builder allowFallbacks(boolean allowed) {
            allowFallbacks = allowed;
            return this;
        }

        public Builder requireParameters(boolean required) {
            requireParameters = required;
            return this;
        }

        public Builder zeroDataRetention(boolean required) {
            zeroDataRetention = required;
            return this;
        }

        public Builder denyDataCollection(boolean denied) {
            denyDataCollection = denied;
            return this;
        }

        public Builder quantizations(Set<String> allowed) {
            quantizations = allowed;
            return this;
        }

        public Builder strategy(@Nullable Strategy wanted) {
            strategy = wanted;
            return this;
        }

        public Builder acrossModels(boolean across) {
            acrossModels = across;
            return this;
        }

        public Builder maxPrice(PriceCeiling ceiling) {
            maxPrice = ceiling;
            return this;
        }

        public Builder minThroughput(Cutoffs tokensPerSecond) {
            minThroughput = tokensPerSecond;
            return this;
        }

        public Builder maxLatency(Cutoffs seconds) {
            maxLatency = seconds;
            return this;
        }

        public Preferences build() {
            return new Preferences(
                    order,
                    only,
                    ignore,
                    allowFallbacks,
                    requireParameters,
                    zeroDataRetention,
                    denyDataCollection,
                    quantizations,
                    strategy,
                    acrossModels,
                    maxPrice,
                    minThroughput,
                    maxLatency);
        }
    }
}
