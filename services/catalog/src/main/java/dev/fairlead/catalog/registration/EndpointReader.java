package dev.fairlead.catalog.registration;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.contracts.catalog.Dialect;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint. */
final class EndpointReader {

    static final Set<String> CHANGEABLE = new TreeSet<>(Set.of(
            "tier",
            "dialect",
            "status",
            "retires",
            "context_length",
            "max_prompt_tokens",
            "max_output_tokens",
            "quantization",
            "input_modalities",
            "supported_parameters",
            "prices",
            "price_status",
            "confirm",
            "why"));
    static final Set<String> NEW = new TreeSet<>(CHANGEABLE);

    private static final long MOST_TOKENS = 1_000_000_000L;

    static {
        NEW.removeAll(Set.of("price_status"));
        NEW.addAll(Set.of("model", "provider", "upstream_model", "variant", "region", "organisation", "offer"));
    }

    private EndpointReader() {}

    /**
     * What makes the id of a new endpoint.
     *
     * @param provider its provider's id
     * @param upstreamModel what the provider calls the model
     * @param variant null for the plain one
     * @param region null if it is not chosen
     */
    record Name(
            String provider,
            String upstreamModel,
            @Nullable String variant,
            @Nullable String region) {

        static Name read(Fields fields) {
            String upstreamModel = fields.text("upstream_model", null, Formats.UPSTREAM_MODEL);
            // Behind an id these words name a part of the endpoint.
            if (upstreamModel.matches("(.*/)?(ceiling|offer)")) {
                throw Fields.fault("upstream_model", "must not end in '" + upstreamModel.replaceAll(".*/", "") + "'");
            }
            return new Name(
                    fields.text("provider", null, Formats.SLUG),
                    upstreamModel,
                    fields.optional("variant", Formats.WORD),
                    fields.optional("region", Formats.WORD));
        }
    }

    /**
     * An endpoint as it is to be.
     *
     * @param before as it is; null for a new one
     */
    static ListedEndpoint read(
            Fields fields, Name name, @Nullable String owner, ListedModel model, @Nullable ListedEndpoint before) {
        long context = fields.number(
                "context_length", before == null ? model.contextLength() : before.contextLength(), 1, MOST_TOKENS);
        long prompt = within(fields, "max_prompt_tokens", context, before == null ? context : before.maxPromptTokens());
        long output = within(fields, "max_output_tokens", context, before == null ? context : before.maxOutputTokens());
        PriceList prices =
                fields.has("prices") ? PriceReader.optional(fields, "prices", model.mode()) : priceOf(before);
        return new ListedEndpoint(
                name.provider(),
                name.upstreamModel(),
                name.variant(),
                fields.clearable("tier", before == null ? null : before.tier(), Formats.WORD),
                name.region(),
                dialect(fields, before),
                fields.oneOf(
                        "status",
                        before == null ? ListingStatus.CURRENT : before.status(),
                        EnumSet.allOf(ListingStatus.class)),
                fields.date("retires", before == null ? null : before.retires()),
                context,
                prompt,
                output,
                fields.clearable("quantization", before == null ? null : before.quantization(), Formats.WORD),
                fields.texts(
                        "input_modalities",
                        before == null ? model.inputModalities() : before.inputModalities(),
                        Formats.WORD),
                fields.texts(
                        "supported_parameters",
                        before == null ? model.supportedParameters() : before.supportedParameters(),
                        Formats.WORD),
                priceStatus(fields, prices, before),
                prices,
                before == null ? null : before.ceiling(),
                owner,
                fields.has("offer") ? offer(fields, owner, model) : before == null ? null : before.offer(),
                Origin.OPERATOR);
    }

    /** A part of the context; of both, 0 is unlimited. */
    private static long within(Fields fields, String field, long context, long before) {
        long usual = context == 0 ? before : Math.min(context, before);
        return fields.number(field, usual, 1, context == 0 ? MOST_TOKENS : context);
    }

    private static @Nullable PriceList offer(Fields fields, @Nullable String owner, ListedModel model) {
        PriceList offer = PriceReader.optional(fields, "offer", model.mode());
        if (offer != null && owner == null) {
            throw Fields.fault("offer", "is for an organisation's own endpoint; this one is everybody's already");
        }
        return offer;
    }

    private static @Nullable Dialect dialect(Fields fields, @Nullable ListedEndpoint before) {
        if (!fields.has("dialect")) {
            return before == null ? null : before.dialect();
        }
        return fields.isNull("dialect")
                ? null
                : fields.oneOf("dialect", null, EnumSet.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI));
    }

    private static PriceStatus priceStatus(Fields fields, @Nullable PriceList prices, @Nullable ListedEndpoint before) {
        if (prices == null) {
            if (fields.has("price_status")) {
                throw Fields.fault("price_status", "cannot be set: the endpoint has no prices");
            }
            return PriceStatus.UNKNOWN;
        }
        if (fields.has("price_status")) {
            return fields.oneOf("price_status", null, EnumSet.of(PriceStatus.LISTED, PriceStatus.SUSPECT));
        }
        if (before != null && !fields.has("prices")) {
            return before.priceStatus();
        }
        return prices.amounts().values().stream().map(BigDecimal::signum).allMatch(sign -> sign == 0)
                ? PriceStatus.ZERO
                : PriceStatus.LISTED;
    }

    private static @Nullable PriceList priceOf(@Nullable ListedEndpoint endpoint) {
        return endpoint == null ? null : endpoint.prices();
    }
}
