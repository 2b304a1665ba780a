package dev.fairlead.contracts.catalog;

import java.util.List;

import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * One model as one provider serves it: what a request is sent to, and what has a price.
 *
 * @param id {@code provider/upstream-model}, unique in a snapshot
 * @param provider the {@link Provider#id()} that serves it
 * @param upstreamModel what the provider calls the model
 * @param prices null where the price is unknown; such an endpoint is not routable
 * @param contextLength tokens of prompt and completion together
 * @param maxOutputTokens the longest completion, in tokens
 * @param quantization such as {@code fp8}; null if unknown
 * @param supportedParameters request parameters that it understands
 */
public record Endpoint(
        String id,
        String provider,
        String upstreamModel,
        @Nullable TokenPrices prices,
        long contextLength,
        long maxOutputTokens,
        @Nullable String quantization,
        List<String> supportedParameters) {

    public Endpoint {
        supportedParameters = List.copyOf(supportedParameters);
    }
}
