package dev.fairlead.router.rules.presets;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.platform.policy.PolicyFault;

/**
 * Checks the {@code provider} object of a preset, which the edge would refuse otherwise in every request that uses the
 * preset.
 */
final class ProviderWishes {

    private static final String PROVIDER = "provider";

    private static final Set<String> QUANTIZATIONS =
            Set.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");
    private static final Set<String> PRICES = Set.of("prompt", "completion", "request", "image", "audio");
    private static final Set<String> PERCENTILES = Set.of("p50", "p75", "p90", "p99");

    private static final Kind FLAG = new Kind(JsonNode::isBoolean, "must be true or false");
    private static final Kind NAMES = new Kind(ProviderWishes::isNames, "must be an array of provider names");
    private static final Kind CUTOFFS = new Kind(
            node -> isAmount(node) || isObjectOf(node, PERCENTILES, ProviderWishes::isAmount),
            "must be a number of 0 or more, or an object of numbers for p50, p75, p90, p99");

    private static final Map<String, Kind> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("order", NAMES),
            Map.entry("only", NAMES),
            Map.entry("ignore", NAMES),
            Map.entry("allow_fallbacks", FLAG),
            Map.entry("require_parameters", FLAG),
            Map.entry("zdr", FLAG),
            Map.entry(
                    "enforce_distillable_text",
                    new Kind(
                            node -> node.isBoolean() && !node.booleanValue(),
                            "is not supported: the catalog does not know whose texts other models may learn from")),
            Map.entry(
                    "data_collection",
                    new Kind(node -> isOneOf(node, Set.of("allow", "deny")), "must be allow or deny")),
            Map.entry(
                    "quantizations",
                    new Kind(
                            node -> isNames(node) && all(node, one -> isOneOf(one, QUANTIZATIONS)),
                            "must be an array of " + String.join(", ", new TreeSet<>(QUANTIZATIONS)))),
            Map.entry(
                    "sort",
                    new Kind(
                            ProviderWishes::isSort,
                            "must be one of " + Strategy.choices()
                                    + ", exacto, or an object with by and partition (model or none)")),
            Map.entry(
                    "max_price",
                    new Kind(
                            node -> isObjectOf(node, PRICES, ProviderWishes::isPrice),
                            "must be an object of prices for prompt, completion, request, image, audio, 0 or more")),
            Map.entry("preferred_min_throughput", CUTOFFS),
            Map.entry("preferred_max_latency", CUTOFFS)));

    private ProviderWishes() {}

    private record Kind(Predicate<JsonNode> fits, String expectation) {}

    static void check(JsonNode provider) {
        if (!provider.isObject()) {
            throw new PolicyFault(PROVIDER, "must be an object");
        }
        provider.properties().forEach(field -> {
            String path = PROVIDER + '.' + field.getKey();
            Kind kind = KNOWN.get(field.getKey());
            if (kind == null) {
                throw new PolicyFault(path, "is not known; known are " + String.join(", ", KNOWN.keySet()));
            }
            if (!field.getValue().isNull() && !kind.fits().test(field.getValue())) {
                throw new PolicyFault(path, kind.expectation());
            }
        });
    }

    private static boolean isNames(JsonNode node) {
        return node.isArray() && all(node, JsonNode::isTextual);
    }

    private static boolean isSort(JsonNode node) {
        return node.isObject()
                ? isObjectOf(node, Set.of("by", "partition"), JsonNode::isTextual)
                        && (!node.has("by") || isStrategy(node.get("by")))
                        && (!node.has("partition") || isOneOf(node.get("partition"), Set.of("model", "none")))
                : isStrategy(node);
    }

    private static boolean isStrategy(JsonNode node) {
        return node.isTextual() && (node.textValue().equals("exacto") || Strategy.of(node.textValue()) != null);
    }

    private static boolean isOneOf(JsonNode node, Set<String> choices) {
        return node.isTextual() && choices.contains(node.textValue());
    }

    private static boolean isAmount(JsonNode node) {
        return node.isNumber() && node.decimalValue().signum() >= 0;
    }

    private static boolean isPrice(JsonNode node) {
        try {
            return (node.isNumber() || node.isTextual()) && new BigDecimal(node.asText()).signum() >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isObjectOf(JsonNode node, Set<String> fields, Predicate<JsonNode> fits) {
        return node.isObject()
                && node.properties().stream()
                        .allMatch(field -> fields.contains(field.getKey())
                                && (field.getValue().isNull() || fits.test(field.getValue())));
    }

    private static boolean all(JsonNode array, Predicate<JsonNode> fits) {
        for (JsonNode element : array) {
            if (!fits.test(element)) {
                return false;
            }
        }
        return true;
    }
}
