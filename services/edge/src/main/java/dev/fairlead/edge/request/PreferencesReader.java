package dev.fairlead.edge.request;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.planning.Preferences;
import dev.fairlead.edge.planning.PriceCeiling;
import org.jspecify.annotations.Nullable;

/** Reads the request's {@code provider} object. What is not honoured is refused: routing wishes must not be lost. */
final class PreferencesReader {

    private static final int MAX_NAMES = 64;

    private PreferencesReader() {}

    static Preferences read(JsonIndex json) {
        JsonNode provider = new Fields(json).tree("provider");
        if (provider == null) {
            return Preferences.NONE;
        }
        if (!provider.isObject()) {
            throw Fields.fault("provider", "must be an object");
        }
        List<String> order = List.of();
        List<String> only = List.of();
        List<String> ignore = List.of();
        boolean allowFallbacks = true;
        Strategy sort = null;
        BigDecimal maxPrompt = null;
        BigDecimal maxCompletion = null;
        for (Map.Entry<String, JsonNode> field : provider.properties()) {
            String name = "provider." + field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                continue;
            }
            switch (field.getKey()) {
                case "order" -> order = names(name, value);
                case "only" -> only = names(name, value);
                case "ignore" -> ignore = names(name, value);
                case "allow_fallbacks" -> allowFallbacks = bool(name, value);
                case "sort" -> sort = sort(name, value);
                case "max_price" -> {
                    requireKnown(name, value, List.of("prompt", "completion"));
                    maxPrompt = price(name + ".prompt", value.get("prompt"));
                    maxCompletion = price(name + ".completion", value.get("completion"));
                }
                default ->
                    throw Fields.fault(
                            name,
                            "is not supported; supported are order, only, ignore, allow_fallbacks, sort and max_price");
            }
        }
        return Preferences.builder()
                .order(order)
                .only(only.isEmpty() ? List.of() : List.of(only))
                .ignore(ignore)
                .allowFallbacks(allowFallbacks)
                .strategy(sort)
                .maxPrice(new PriceCeiling(maxPrompt, maxCompletion, null, null, null))
                .build();
    }

    private static List<String> names(String name, JsonNode value) {
        if (!value.isArray() || value.size() > MAX_NAMES) {
            throw Fields.fault(name, "must be an array of at most " + MAX_NAMES + " provider names");
        }
        List<String> names = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw Fields.fault(name, "must hold strings only");
            }
            names.add(element.textValue());
        }
        return names;
    }

    private static boolean bool(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw Fields.fault(name, "must be true or false");
        }
        return value.booleanValue();
    }

    private static Strategy sort(String name, JsonNode value) {
        Strategy strategy = !value.isTextual()
                ? null
                : value.textValue().equals("exacto") ? Strategy.QUALITY : Strategy.of(value.textValue());
        if (strategy == null) {
            throw Fields.fault(name, "must be one of " + Strategy.choices() + ", exacto");
        }
        return strategy;
    }

    private static @Nullable BigDecimal price(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            BigDecimal price = new BigDecimal(value.asText());
            if ((value.isNumber() || value.isTextual()) && price.signum() >= 0) {
                return price;
            }
        } catch (NumberFormatException e) {
            // Falls through to the fault below.
        }
        throw Fields.fault(name, "must be a price in dollars per million tokens, 0 or more");
    }

    private static void requireKnown(String name, JsonNode value, List<String> known) {
        if (!value.isObject()) {
            throw Fields.fault(name, "must be an object");
        }
        value.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw Fields.fault(name + '.' + field, "is not supported; supported are " + String.join(", ", known));
            }
        });
    }
}
