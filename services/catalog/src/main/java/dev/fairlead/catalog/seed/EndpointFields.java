package dev.fairlead.catalog.seed;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.contracts.catalog.Dialect;
import org.jspecify.annotations.Nullable;

/** The fields of an endpoint. What it does not say is as its model says. */
final class EndpointFields {

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "model",
            "upstream_model",
            "variant",
            "tier",
            "region",
            "dialect",
            "status",
            "retires",
            "context_length",
            "max_prompt_tokens",
            "max_output_tokens",
            "quantization",
            "input_modalities",
            "supported_parameters",
            "price"));

    static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern UPSTREAM_MODEL = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9._/:@+-]*");

    private EndpointFields() {}

    /** The id of the model that it serves; empty, and a fault, if it names none. */
    static String model(SeedFields fields) {
        return fields.text("model", MODEL, "a model's id such as openai/gpt-4o");
    }

    /**
     * Reads an endpoint.
     *
     * @param maxOutputOfModel the longest completion where the endpoint gives none; 0 if the model gives none either
     */
    static ListedEndpoint read(
            SeedFields fields, String provider, ListedModel model, long maxOutputOfModel, Origin origin) {
        long contextLength = fields.numberOr("context_length", model.contextLength());
        long usualOutput = maxOutputOfModel == 0 ? contextLength : atMost(maxOutputOfModel, contextLength);
        List<String> parameters = fields.optionalWords("supported_parameters", Vocabulary.PARAMETERS);
        ListingStatus status = fields.optionalOneOf("status", ListingStatus.class);
        PriceFields.Said said = PriceFields.read(fields.optionalMapping("price", PriceFields.KNOWN), model.mode());
        return new ListedEndpoint(
                provider,
                fields.text("upstream_model", UPSTREAM_MODEL, "the provider's name of a model"),
                fields.optionalText("variant", WORD, "a variant's name"),
                fields.optionalText("tier", WORD, "a tier's name"),
                fields.optionalText("region", WORD, "a region's name"),
                fields.optionalOneOf("dialect", Dialect.class),
                status == null ? ListingStatus.CURRENT : status,
                retires(fields, status),
                contextLength,
                withinContext(fields, "max_prompt_tokens", contextLength, contextLength),
                withinContext(fields, "max_output_tokens", usualOutput, contextLength),
                fields.optionalWord("quantization", Vocabulary.QUANTIZATIONS),
                fields.someWordsOr("input_modalities", Vocabulary.INPUTS, model.inputModalities()),
                parameters == null ? model.supportedParameters() : parameters,
                said.status(),
                said.prices(),
                null,
                null,
                null,
                origin);
    }

    private static @Nullable LocalDate retires(SeedFields fields, @Nullable ListingStatus status) {
        LocalDate retires = fields.optionalDate("retires");
        if (retires != null && status != ListingStatus.DEPRECATED && status != ListingStatus.HISTORICAL) {
            fields.fault("retires", "is given, and the status is neither deprecated nor historical");
        }
        return retires;
    }

    private static long withinContext(SeedFields fields, String name, long otherwise, long contextLength) {
        long tokens = fields.numberOr(name, otherwise);
        if (tokens > contextLength && contextLength > 0) {
            fields.fault(name, tokens + " is more than the context of " + contextLength);
        }
        return tokens;
    }

    private static long atMost(long tokens, long contextLength) {
        return contextLength == 0 ? tokens : Math.min(tokens, contextLength);
    }
}
