package dev.fairlead.catalog.listing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A model as one provider serves it.
 *
 * @param provider the provider's id
 * @param upstreamModel what the provider calls it
 * @param variant tells apart two endpoints that a provider serves under the same name; null for the plain one
 * @param contextLength tokens of prompt and completion together
 * @param maxOutputTokens the longest completion, in tokens
 * @param quantization null if unknown
 * @param supportedParameters request parameters that it understands
 * @param prices null if unknown; it is then listed, but not routable
 */
public record ListedEndpoint(
        String provider,
        String upstreamModel,
        @Nullable String variant,
        long contextLength,
        long maxOutputTokens,
        @Nullable String quantization,
        List<String> supportedParameters,
        @Nullable PriceList prices) {

    public ListedEndpoint {
        supportedParameters = List.copyOf(supportedParameters);
    }

    /** {@code provider/upstream-model}, and {@code :variant} if it has one. */
    public String id() {
        return provider + '/' + upstreamModel + (variant == null ? "" : ":" + variant);
    }

    /** As the edge and the router see it. */
    public Endpoint published() {
        return new Endpoint(
                id(),
                provider,
                upstreamModel,
                prices == null ? null : prices.perToken(),
                contextLength,
                maxOutputTokens,
                quantization,
                supportedParameters);
    }

    /** Everything in it but its prices as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("context_length", Long.toString(contextLength));
        facts.put("max_output_tokens", Long.toString(maxOutputTokens));
        facts.put("quantization", quantization == null ? "" : quantization);
        facts.put("supported_parameters", String.join(", ", supportedParameters));
        return facts;
    }
}
