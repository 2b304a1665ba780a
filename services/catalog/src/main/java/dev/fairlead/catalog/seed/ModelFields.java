package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** The fields of a model and of its endpoints. */
final class ModelFields {

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "slug",
            "name",
            "description",
            "released",
            "context_length",
            "tokenizer",
            "input_modalities",
            "output_modalities",
            "aliases",
            "endpoints"));

    private static final Set<String> ENDPOINT_FIELDS = new TreeSet<>(Set.of(
            "provider",
            "upstream_model",
            "variant",
            "context_length",
            "max_output_tokens",
            "quantization",
            "supported_parameters",
            "price_as_of",
            "price"));

    private static final Set<String> PRICE_FIELDS =
            Arrays.stream(PriceKind.values()).map(PriceKind::field).collect(Collectors.toCollection(TreeSet::new));

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9~@][a-z0-9._/@+-]*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern UPSTREAM_MODEL = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9._/:@-]*");

    private ModelFields() {}

    static ListedModel read(SeedFields fields, String author, SeedNames names) {
        String slug = fields.text("slug", SLUG, "a slug: lower-case letters, digits, '.', '_', '-'");
        long contextLength = fields.number("context_length", 0);
        List<ListedEndpoint> endpoints = new ArrayList<>();
        for (SeedFields endpointFields : fields.someMappings("endpoints", ENDPOINT_FIELDS)) {
            ListedEndpoint endpoint = endpoint(endpointFields, contextLength);
            names.endpoint(endpoint, endpointFields);
            endpoints.add(endpoint);
        }
        return new ListedModel(
                author + '/' + slug,
                fields.text("name"),
                fields.textOr("description", ""),
                fields.optionalDate("released"),
                contextLength,
                fields.textOr("tokenizer", "Other"),
                fields.someTexts("input_modalities", WORD, "a modality"),
                fields.someTexts("output_modalities", WORD, "a modality"),
                fields.texts("aliases", ALIAS, "an alias: lower-case letters, digits, '.', '_', '-', '/', '@'"),
                endpoints);
    }

    private static ListedEndpoint endpoint(SeedFields fields, long contextOfModel) {
        long contextLength = fields.number("context_length", contextOfModel);
        long maxOutputTokens = fields.number("max_output_tokens", 0);
        if (maxOutputTokens > contextLength && contextLength > 0) {
            fields.fault("max_output_tokens", maxOutputTokens + " is more than the context of " + contextLength);
        }
        return new ListedEndpoint(
                fields.text("provider", ProviderFields.ID, "a provider's id"),
                fields.text("upstream_model", UPSTREAM_MODEL, "the provider's name of a model"),
                fields.optionalText("variant", WORD, "a variant's name"),
                contextLength,
                maxOutputTokens,
                fields.optionalText("quantization", WORD, "a quantization such as fp8"),
                fields.texts("supported_parameters", WORD, "a request parameter"),
                prices(fields));
    }

    private static @Nullable PriceList prices(SeedFields fields) {
        SeedFields price = fields.optionalMapping("price", PRICE_FIELDS);
        LocalDate asOf = fields.optionalDate("price_as_of");
        if (price == null) {
            return null;
        }
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (PriceKind kind : PriceKind.values()) {
            BigDecimal amount = price.optionalAmount(kind.field());
            if (amount != null) {
                amounts.put(kind, amount);
            }
        }
        boolean complete = true;
        for (PriceKind kind : List.of(PriceKind.INPUT, PriceKind.OUTPUT)) {
            if (!amounts.containsKey(kind)) {
                complete = false;
                if (!price.has(kind.field())) {
                    price.fault(kind.field(), "is missing");
                }
            }
        }
        if (asOf == null && !fields.has("price_as_of")) {
            fields.fault("price_as_of", "is missing, and there is a price");
        }
        return complete && asOf != null ? new PriceList(asOf, amounts) : null;
    }
}
