package dev.fairlead.edge.request;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.planning.Cutoffs;
import dev.fairlead.edge.planning.Preferences;
import dev.fairlead.edge.planning.PriceCeiling;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request's {@code provider} object, and the older spellings of what is in it. What is not honoured is
 * refused: routing wishes must not be lost.
 */
final class PreferencesReader {

    static final List<String> QUANTIZATIONS =
            List.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");

    private static final String PROVIDER = "provider";
    private static final String STRATEGY = "routing_strategy";
    private static final String OLDER_CEILING = "max_price_per_million_tokens";
    private static final String ROUTE = "route";
    private static final int MAX_NAMES = 64;
    private static final int MAX_NAME = 256;
    private static final String FIELDS = "order, only, ignore, allow_fallbacks, require_parameters, data_collection, "
            + "zdr, quantizations, sort, max_price, preferred_min_throughput, preferred_max_latency";

    private final Preferences.Builder wishes = Preferences.builder();
    private PriceCeiling ceiling = PriceCeiling.NONE;

    private PreferencesReader() {}

    static Preferences read(JsonIndex json) {
        Fields fields = new Fields(json);
        JsonNode provider = fields.tree(PROVIDER);
        if (provider == null && !fields.has(STRATEGY) && !fields.has(OLDER_CEILING) && !fields.has(ROUTE)) {
            return Preferences.NONE;
        }
        PreferencesReader reader = new PreferencesReader();
        reader.olderSpellings(fields);
        if (provider != null) {
            reader.provider(provider);
        }
        return reader.wishes.maxPrice(reader.ceiling).build();
    }

    private void olderSpellings(Fields fields) {
        JsonNode strategy = fields.tree(STRATEGY);
        if (strategy != null) {
            wishes.strategy(strategy(STRATEGY, strategy));
        }
        JsonNode price = fields.tree(OLDER_CEILING);
        if (price != null) {
            BigDecimal both = price(OLDER_CEILING, price);
            ceiling = new PriceCeiling(both, both, null, null, null);
        }
        String route = fields.text(ROUTE, MAX_NAME);
        if (route != null) {
            wishes.acrossModels(
                    switch (route) {
                        case "fallback" -> false;
                        case "sort" -> true;
                        default -> throw Fields.fault(ROUTE, "must be fallback or sort");
                    });
        }
    }

    private void provider(JsonNode provider) {
        requireObject(PROVIDER, provider);
        for (Map.Entry<String, JsonNode> field : provider.properties()) {
            if (!field.getValue().isNull()) {
                wish(PROVIDER + '.' + field.getKey(), field.getKey(), field.getValue());
            }
        }
    }

    private void wish(String name, String key, JsonNode value) {
        switch (key) {
            case "order" -> wishes.order(names(name, value));
            case "only" -> {
                List<String> only = names(name, value);
                wishes.only(only.isEmpty() ? List.of() : List.of(only));
            }
            case "ignore" -> wishes.ignore(names(name, value));
            case "allow_fallbacks" -> wishes.allowFallbacks(bool(name, value));
            case "require_parameters" -> wishes.requireParameters(bool(name, value));
            case "data_collection" ->
                wishes.denyDataCollection(
                        choice(name, value, List.of("allow", "deny")).equals("deny"));
            case "zdr" -> wishes.zeroDataRetention(bool(name, value));
            case "quantizations" -> wishes.quantizations(quantizations(name, value));
            case "sort" -> sort(name, value);
            case "max_price" -> maxPrice(name, value);
            case "preferred_min_throughput" -> wishes.minThroughput(cutoffs(name, value));
            case "preferred_max_latency" -> wishes.maxLatency(cutoffs(name, value));
            case "enforce_distillable_text" -> {
                if (bool(name, value)) {
                    throw Fields.fault(
                            name,
                            "is not supported: the catalog does not know whose texts other models may learn from");
                }
            }
            case "options" -> {
                requireObject(name, value);
                if (!value.isEmpty()) {
                    throw Fields.fault(
                            name, "is not supported: what a provider is sent is the same for all; leave it out");
                }
            }
            default -> throw Fields.fault(name, "is not known; known are " + FIELDS);
        }
    }

    private void sort(String name, JsonNode value) {
        if (!value.isObject()) {
            wishes.strategy(strategy(name, value));
            return;
        }
        requireKnown(name, value, List.of("by", "partition"));
        JsonNode by = value.get("by");
        if (by != null && !by.isNull()) {
            wishes.strategy(strategy(name + ".by", by));
        }
        JsonNode partition = value.get("partition");
        if (partition != null && !partition.isNull()) {
            wishes.acrossModels(choice(name + ".partition", partition, List.of("model", "none"))
                    .equals("none"));
        }
    }

    private void maxPrice(String name, JsonNode value) {
        requireKnown(name, value, List.of("prompt", "completion", "request", "image", "audio"));
        BigDecimal prompt = price(name + ".prompt", value.get("prompt"));
        BigDecimal completion = price(name + ".completion", value.get("completion"));
        ceiling = new PriceCeiling(
                prompt == null ? ceiling.prompt() : prompt,
                completion == null ? ceiling.completion() : completion,
                price(name + ".request", value.get("request")),
                price(name + ".image", value.get("image")),
                price(name + ".audio", value.get("audio")));
    }

    private static List<String> names(String name, JsonNode value) {
        List<String> names = new ArrayList<>(texts(name, value));
        names.replaceAll(PreferencesReader::slug);
        return names;
    }

    /** The name of a provider as its slug: {@code Google Vertex} is {@code google-vertex}. */
    private static String slug(String name) {
        return name.indexOf('/') >= 0
                ? name
                : name.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static Set<String> quantizations(String name, JsonNode value) {
        Set<String> wanted = new LinkedHashSet<>(texts(name, value));
        if (!QUANTIZATIONS.containsAll(wanted)) {
            throw Fields.fault(name, "must hold only " + String.join(", ", QUANTIZATIONS));
        }
        return wanted;
    }

    private static List<String> texts(String name, JsonNode value) {
        if (!value.isArray() || value.size() > MAX_NAMES) {
            throw Fields.fault(name, "must be an array of at most " + MAX_NAMES + " names");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual() || element.textValue().length() > MAX_NAME) {
                throw Fields.fault(name, "must hold strings of at most " + MAX_NAME + " characters only");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    private static boolean bool(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw Fields.fault(name, "must be true or false");
        }
        return value.booleanValue();
    }

    private static String choice(String name, JsonNode value, List<String> choices) {
        if (!value.isTextual() || !choices.contains(value.textValue())) {
            throw Fields.fault(name, "must be one of " + String.join(", ", choices));
        }
        return value.textValue();
    }

    private static Strategy strategy(String name, JsonNode value) {
        Strategy strategy = !value.isTextual()
                ? null
                : value.textValue().equals("exacto") ? Strategy.QUALITY : Strategy.of(value.textValue());
        if (strategy == null) {
            throw Fields.fault(name, "must be one of " + Strategy.choices() + ", exacto");
        }
        return strategy;
    }

    private static Cutoffs cutoffs(String name, JsonNode value) {
        if (value.isNumber()) {
            return Cutoffs.ofMedian(figure(name, value));
        }
        if (!value.isObject()) {
            throw Fields.fault(name, "must be a number of 0 or more, or an object with p50, p75, p90 and p99");
        }
        requireKnown(name, value, List.of("p50", "p75", "p90", "p99"));
        return new Cutoffs(
                figure(name + ".p50", value.get("p50")),
                figure(name + ".p75", value.get("p75")),
                figure(name + ".p90", value.get("p90")),
                figure(name + ".p99", value.get("p99")));
    }

    private static double figure(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return Double.NaN;
        }
        double figure = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(figure >= 0 && figure < Double.POSITIVE_INFINITY)) {
            throw Fields.fault(name, "must be a number of 0 or more");
        }
        return figure;
    }

    private static @Nullable BigDecimal price(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        BigDecimal price = Prices.of(value);
        if (price == null) {
            throw Fields.fault(name, "must be a price in dollars, 0 or more");
        }
        return price;
    }

    private static void requireObject(String name, JsonNode value) {
        if (!value.isObject()) {
            throw Fields.fault(name, "must be an object");
        }
    }

    private static void requireKnown(String name, JsonNode value, List<String> known) {
        requireObject(name, value);
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (!known.contains(field.getKey())) {
                throw Fields.fault(name + '.' + field.getKey(), "is not known; known are " + String.join(", ", known));
            }
        }
    }
}
