package dev.fairlead.edge.offer;

import java.util.Locale;
import java.util.Objects;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import org.jspecify.annotations.Nullable;

/** An endpoint, and what a plan wants to know of it. Immutable. */
public final class Offer {

    private final Model model;
    private final Endpoint endpoint;
    private final @Nullable Provider provider;
    private final Terms parameters;
    private final Terms modalities;
    private final @Nullable PriceCard prices;
    private final @Nullable PriceCard offerPrices;
    private final String id;
    private final String tag;
    private final String providerId;
    private final String quantization;
    private final long hash;

    /**
     * An endpoint's offer.
     *
     * @param provider null if the catalog does not have it
     * @param prices of its own organisation, or of everybody; null if unknown
     * @param offerPrices of other organisations than its owner; null if it is not for them
     */
    Offer(
            Model model,
            Endpoint endpoint,
            @Nullable Provider provider,
            Terms parameters,
            Terms modalities,
            @Nullable PriceCard prices,
            @Nullable PriceCard offerPrices) {
        this.model = model;
        this.endpoint = endpoint;
        this.provider = provider;
        this.parameters = parameters;
        this.modalities = modalities;
        this.prices = prices;
        this.offerPrices = offerPrices;
        this.id = endpoint.id().toLowerCase(Locale.ROOT);
        this.providerId = endpoint.provider().toLowerCase(Locale.ROOT);
        this.tag = endpoint.tag().toLowerCase(Locale.ROOT);
        String known = endpoint.quantization();
        this.quantization = known == null ? "unknown" : known.toLowerCase(Locale.ROOT);
        this.hash = Hash.of(endpoint.id());
    }

    public Model model() {
        return model;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Who serves it; null if the catalog does not say. */
    public @Nullable Provider provider() {
        return provider;
    }

    /** The wire format: the endpoint's own, or else this provider's. */
    public Dialect dialect(Provider itsProvider) {
        Dialect own = endpoint.dialect();
        return own == null ? itsProvider.dialect() : own;
    }

    /** The request parameters that it understands. */
    public Terms parameters() {
        return parameters;
    }

    /** What it reads. */
    public Terms modalities() {
        return modalities;
    }

    /** Whether it belongs to that organisation. */
    public boolean isOwnedBy(String organisation) {
        return organisation.equals(endpoint.owner());
    }

    /** What an organisation is charged; null if that is unknown, or if it must not call it. */
    public @Nullable PriceCard pricesFor(String organisation) {
        return endpoint.owner() == null || isOwnedBy(organisation) ? prices : offerPrices;
    }

    /** The endpoint's id, in lower case. */
    public String id() {
        return id;
    }

    /** How preferences name the endpoint, in lower case. */
    public String tag() {
        return tag;
    }

    /** How preferences name its provider, in lower case. */
    public String providerId() {
        return providerId;
    }

    /** In lower case; {@code unknown} if nobody says. */
    public String quantization() {
        return quantization;
    }

    /** Tokens of prompt and completion together; the largest number if nobody knows. */
    public long contextLength() {
        return limit(endpoint.contextLength());
    }

    /** Tokens of the longest prompt; the largest number if nobody knows. */
    public long maxPromptTokens() {
        return limit(endpoint.maxPromptTokens());
    }

    /** A number of its own, the same in every process and for every version of the catalog. */
    public long hash() {
        return hash;
    }

    /** Whether it can be taken over when the provider is this. */
    boolean isServedBy(@Nullable Provider now) {
        return Objects.equals(provider, now);
    }

    /** A limit of zero is one that nobody knows. */
    private static long limit(long tokens) {
        return tokens <= 0 ? Long.MAX_VALUE : tokens;
    }
}
