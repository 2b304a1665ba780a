package dev.fairlead.contracts.catalog;

import java.util.List;

import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * One model as one provider serves it: what a request is sent to, and what has a price.
 *
 * @param id {@code provider/upstream-model}, with {@code @region} and {@code :variant} where it has them; unique in a
 *     snapshot
 * @param provider the {@link Provider#id()} that serves it
 * @param upstreamModel what the provider calls the model
 * @param variant such as {@code free}, {@code thinking}, {@code extended}: reached only by asking for it; null for the
 *     plain endpoint
 * @param tier such as {@code turbo}: a faster or cheaper way of serving, told apart in {@link #tag()}; null for none
 * @param region where it runs, such as {@code eu}, {@code us-east5}; null if that is not chosen
 * @param dialect the wire format; null for the provider's
 * @param standing whether requests are sent to it
 * @param prices what its owner's organisation, or everybody if it has no owner, is charged; null where unknown
 * @param pricedByCeiling whether {@code prices} are an operator's ceiling, since the provider's are unknown
 * @param contextLength tokens of prompt and completion together
 * @param maxPromptTokens the longest prompt, in tokens
 * @param maxOutputTokens the longest completion, in tokens
 * @param quantization such as {@code fp8}; null if unknown
 * @param inputModalities such as {@code text}, {@code image}
 * @param supportedParameters request parameters that it understands
 * @param owner the organisation that it belongs to; null if it is everybody's
 * @param offerPrices what other organisations than its owner are charged; null if they do not see it
 */
public record Endpoint(
        String id,
        String provider,
        String upstreamModel,
        @Nullable String variant,
        @Nullable String tier,
        @Nullable String region,
        @Nullable Dialect dialect,
        Standing standing,
        @Nullable PriceSchedule prices,
        boolean pricedByCeiling,
        long contextLength,
        long maxPromptTokens,
        long maxOutputTokens,
        @Nullable String quantization,
        List<String> inputModalities,
        List<String> supportedParameters,
        @Nullable String owner,
        @Nullable PriceSchedule offerPrices) {

    public Endpoint {
        inputModalities = List.copyOf(inputModalities);
        supportedParameters = List.copyOf(supportedParameters);
    }

    /** A plain endpoint that is everybody's. */
    public Endpoint(
            String id,
            String provider,
            String upstreamModel,
            @Nullable TokenPrices prices,
            long contextLength,
            long maxOutputTokens,
            @Nullable String quantization,
            List<String> supportedParameters) {
        this(
                id,
                provider,
                upstreamModel,
                null,
                null,
                null,
                null,
                prices == null ? Standing.UNPRICED : Standing.ROUTABLE,
                prices == null ? null : PriceSchedule.flat(prices),
                false,
                contextLength,
                contextLength,
                maxOutputTokens,
                quantization,
                List.of("text"),
                supportedParameters,
                null,
                null);
    }

    /**
     * How routing preferences name it: the provider, and where it has several endpoints of a model what tells this one
     * apart, such as {@code deepinfra/turbo}, {@code google-vertex/us-east5}.
     */
    public String tag() {
        String suffix = tier != null ? tier : region != null ? region : quantization;
        return suffix == null ? provider : provider + '/' + suffix;
    }

    /** Whether an organisation may know of it; null for nobody in particular. */
    public boolean isVisibleTo(@Nullable String organisation) {
        return owner == null || owner.equals(organisation) || offerPrices != null;
    }

    /** What an organisation is charged; null if that is unknown, or if it must not call it. */
    public @Nullable PriceSchedule pricesFor(@Nullable String organisation) {
        return owner == null || owner.equals(organisation) ? prices : offerPrices;
    }
}
