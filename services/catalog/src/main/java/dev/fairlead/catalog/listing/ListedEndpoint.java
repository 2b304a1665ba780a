package dev.fairlead.catalog.listing;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Standing;
import org.jspecify.annotations.Nullable;

/**
 * A model as one provider serves it.
 *
 * @param provider the provider's id
 * @param upstreamModel what the provider calls it
 * @param variant such as {@code free}, {@code thinking}: reached only by asking for it; null for the plain one
 * @param tier such as {@code turbo}; null for none
 * @param region where it runs; null if that is not chosen
 * @param dialect the wire format; null for the provider's
 * @param status how sure it is that it is served
 * @param retires the first day on which it is not served any more; null if none is known
 * @param contextLength tokens of prompt and completion together
 * @param maxPromptTokens the longest prompt, in tokens
 * @param maxOutputTokens the longest completion, in tokens
 * @param quantization null if unknown
 * @param inputModalities such as {@code text}
 * @param supportedParameters request parameters that it understands
 * @param priceStatus how sure {@code prices} are
 * @param prices null if unknown
 * @param ceiling what an operator lets it be charged at while its prices are unknown; null for not at all
 * @param owner the organisation whose own endpoint it is; null if it is everybody's
 * @param offer what other organisations than the owner are charged; null if they do not see it
 * @param origin where it comes from
 */
public record ListedEndpoint(
        String provider,
        String upstreamModel,
        @Nullable String variant,
        @Nullable String tier,
        @Nullable String region,
        @Nullable Dialect dialect,
        ListingStatus status,
        @Nullable LocalDate retires,
        long contextLength,
        long maxPromptTokens,
        long maxOutputTokens,
        @Nullable String quantization,
        List<String> inputModalities,
        List<String> supportedParameters,
        PriceStatus priceStatus,
        @Nullable PriceList prices,
        @Nullable PriceList ceiling,
        @Nullable String owner,
        @Nullable PriceList offer,
        Origin origin) {

    public ListedEndpoint {
        inputModalities = List.copyOf(inputModalities);
        supportedParameters = List.copyOf(supportedParameters);
        if ((prices == null) != (priceStatus == PriceStatus.UNKNOWN)) {
            throw new IllegalArgumentException("a price is there exactly if its status is not unknown");
        }
    }

    /** The plain facts of an endpoint that is everybody's, from the files. */
    public ListedEndpoint(
            String provider,
            String upstreamModel,
            @Nullable String variant,
            long contextLength,
            long maxOutputTokens,
            @Nullable String quantization,
            List<String> supportedParameters,
            @Nullable PriceList prices) {
        this(
                provider,
                upstreamModel,
                variant,
                null,
                null,
                null,
                ListingStatus.CURRENT,
                null,
                contextLength,
                contextLength,
                maxOutputTokens,
                quantization,
                List.of("text"),
                supportedParameters,
                prices == null ? PriceStatus.UNKNOWN : PriceStatus.LISTED,
                prices,
                null,
                null,
                null,
                Origin.FILES);
    }

    /** {@code provider/upstream-model}, with {@code @region} and {@code :variant} where it has them. */
    public String id() {
        return provider
                + '/'
                + upstreamModel
                + (region == null ? "" : "@" + region)
                + (variant == null ? "" : ":" + variant);
    }

    /** Whether requests are sent to it, and if not, why. */
    public Standing standing(Mode mode, ListedProvider servedBy) {
        return switch (status) {
            case HISTORICAL -> Standing.RETIRED;
            case UNVERIFIED -> Standing.UNVERIFIED;
            case CURRENT, DEPRECATED -> {
                if (priceStatus == PriceStatus.SUSPECT) {
                    yield Standing.SUSPECT_PRICE;
                }
                PriceList charged = prices == null ? ceiling : prices;
                if (charged == null || !charged.suffices(mode)) {
                    yield Standing.UNPRICED;
                }
                yield servedBy.hasAddress() ? Standing.ROUTABLE : Standing.NO_ADDRESS;
            }
        };
    }

    /** As the edge and the router see it. */
    public Endpoint published(Mode mode, ListedProvider servedBy) {
        PriceList charged = prices == null ? ceiling : prices;
        return new Endpoint(
                id(),
                provider,
                upstreamModel,
                variant,
                tier,
                region,
                dialect,
                standing(mode, servedBy),
                charged == null ? null : charged.schedule(),
                prices == null && ceiling != null,
                contextLength,
                maxPromptTokens,
                maxOutputTokens,
                quantization,
                inputModalities,
                supportedParameters,
                owner,
                offer == null ? null : offer.schedule());
    }

    /** Whether it is not served any more on a day, by its own date. */
    boolean hasRetired(LocalDate day) {
        return retires != null && !day.isBefore(retires);
    }

    /** With another status. */
    ListedEndpoint withStatus(ListingStatus newStatus) {
        return with(newStatus, retires, priceStatus, prices, ceiling, offer, origin);
    }

    /**
     * These facts by the word of an origin, in the place of {@code current}: its ceiling, which operators enter, stays, and
     * so does everything if it says the same.
     */
    public ListedEndpoint statedBy(Origin newOrigin, @Nullable ListedEndpoint current) {
        @Nullable PriceList kept = ceiling == null && current != null ? current.ceiling : ceiling;
        if (current != null) {
            ListedEndpoint stated = with(current.origin, kept);
            if (stated.equals(current)) {
                return current;
            }
        }
        return with(newOrigin, kept);
    }

    private ListedEndpoint with(Origin newOrigin, @Nullable PriceList kept) {
        return with(status, retires, priceStatus, prices, kept, offer, newOrigin);
    }

    /** With another ceiling; null for none. */
    public ListedEndpoint withCeiling(@Nullable PriceList newCeiling) {
        return with(status, retires, priceStatus, prices, newCeiling, offer, origin);
    }

    /** With other prices for other organisations; null for none, and it is the owner's alone. */
    public ListedEndpoint withOffer(@Nullable PriceList newOffer) {
        return with(status, retires, priceStatus, prices, ceiling, newOffer, origin);
    }

    /** With another day on which it goes; null for none. */
    public ListedEndpoint retiringOn(@Nullable LocalDate day) {
        return with(status, day, priceStatus, prices, ceiling, offer, origin);
    }

    /** With other prices. */
    public ListedEndpoint withPrices(PriceStatus newStatus, @Nullable PriceList newPrices, Origin newOrigin) {
        return with(status, retires, newStatus, newPrices, ceiling, offer, newOrigin);
    }

    /** The same endpoint in all that cannot change by itself. */
    private ListedEndpoint with(
            ListingStatus newStatus,
            @Nullable LocalDate newRetires,
            PriceStatus newPriceStatus,
            @Nullable PriceList newPrices,
            @Nullable PriceList newCeiling,
            @Nullable PriceList newOffer,
            Origin newOrigin) {
        return new ListedEndpoint(
                provider,
                upstreamModel,
                variant,
                tier,
                region,
                dialect,
                newStatus,
                newRetires,
                contextLength,
                maxPromptTokens,
                maxOutputTokens,
                quantization,
                inputModalities,
                supportedParameters,
                newPriceStatus,
                newPrices,
                newCeiling,
                owner,
                newOffer,
                newOrigin);
    }

    /** Everything in it but its prices as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("tier", Facts.text(tier));
        facts.put("dialect", dialect == null ? "" : dialect.name().toLowerCase(Locale.ROOT));
        facts.put("status", status.name().toLowerCase(Locale.ROOT));
        facts.put("retires", Facts.text(retires));
        facts.put("context_length", Long.toString(contextLength));
        facts.put("max_prompt_tokens", Long.toString(maxPromptTokens));
        facts.put("max_output_tokens", Long.toString(maxOutputTokens));
        facts.put("quantization", Facts.text(quantization));
        facts.put("input_modalities", String.join(", ", inputModalities));
        facts.put("supported_parameters", String.join(", ", supportedParameters));
        facts.put("owner", Facts.text(owner));
        facts.put("ceiling", ceiling == null ? "" : ceiling.facts().toString());
        facts.put("offer", offer == null ? "" : offer.facts().toString());
        return facts;
    }

    /** Its prices as text; empty if they are unknown. */
    Map<String, String> priceFacts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (prices != null) {
            facts.putAll(prices.facts());
            facts.put("status", priceStatus.name().toLowerCase(Locale.ROOT));
        }
        return facts;
    }
}
