package dev.fairlead.edge.request;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The models that a request names, each once: its {@code model}, its {@code models} and what it calls
 * {@code transforms} and means as models.
 *
 * @param first what {@code model} says; null if it is not there
 * @param names in the order in which they are tried
 * @param weights of those that have one
 * @param transforms those that only {@code transforms} names
 */
record ModelList(@Nullable String first, List<String> names, Map<String, Double> weights, List<String> transforms) {

    static final int MAX_NAME = 256;

    private static final int MAX_MODELS = 16;
    private static final int MOST_WEIGHT = 1_000_000;
    private static final String MODEL = "model";
    private static final String MODELS = "models";
    private static final String TRANSFORMS = "transforms";
    /** What {@code transforms} was made for. */
    private static final String MIDDLE_OUT = "middle-out";

    static ModelList read(Fields fields, boolean hasPreset) {
        String first = fields.text(MODEL, MAX_NAME);
        if (first != null) {
            requireText(MODEL, first);
        }
        JsonNode models = fields.tree(MODELS);
        List<String> transforms = fields.texts(TRANSFORMS, MAX_MODELS, MAX_NAME);
        if (first != null && models == null && transforms.isEmpty()) {
            return new ModelList(first, List.of(first), Map.of(), List.of());
        }
        List<String> names = new ArrayList<>();
        Map<String, Double> weights = new HashMap<>();
        if (first != null) {
            names.add(first);
        }
        if (models != null) {
            readModels(models, names, weights);
        }
        List<String> others = new ArrayList<>();
        for (String name : transforms) {
            requireText(TRANSFORMS, name);
            if (name.equals(MIDDLE_OUT)) {
                throw Fields.fault(
                        TRANSFORMS,
                        "'middle-out' is not supported yet: prompts are sent as they are; leave it out, or name models "
                                + "to fall back to");
            }
            if (!names.contains(name)) {
                names.add(name);
                others.add(name);
            }
        }
        if (names.isEmpty() && !hasPreset) {
            throw Fields.fault(MODEL, "is required");
        }
        return new ModelList(first, List.copyOf(names), weights, others);
    }

    private static void readModels(JsonNode models, List<String> names, Map<String, Double> weights) {
        if (!models.isArray() || models.size() > MAX_MODELS) {
            throw Fields.fault(
                    MODELS,
                    "must be an array of at most " + MAX_MODELS + " names, or of objects with model and weight");
        }
        for (int i = 0; i < models.size(); i++) {
            JsonNode entry = models.get(i);
            String name = entry.isObject() ? readWeighted(MODELS + '.' + i, entry, weights) : name(entry);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
    }

    private static String name(@Nullable JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw Fields.fault(MODELS, "must hold names, or objects with model and weight");
        }
        return requireText(MODELS, value.textValue());
    }

    private static String readWeighted(String field, JsonNode entry, Map<String, Double> weights) {
        for (Map.Entry<String, JsonNode> member : entry.properties()) {
            if (!member.getKey().equals(MODEL) && !member.getKey().equals("weight")) {
                throw Fields.fault(field + '.' + member.getKey(), "is not known; known are model, weight");
            }
        }
        String name = name(entry.get(MODEL));
        JsonNode weight = entry.get("weight");
        if (weight == null || weight.isNull()) {
            return name;
        }
        double value = weight.isNumber() ? weight.doubleValue() : Double.NaN;
        if (!(value > 0 && value <= MOST_WEIGHT)) {
            throw Fields.fault(field + ".weight", "must be a number greater than 0, at most " + MOST_WEIGHT);
        }
        Double other = weights.put(name, value);
        if (other != null && other != value) {
            throw Fields.fault(field + ".weight", "is the second weight of '" + name + "'");
        }
        return name;
    }

    private static String requireText(String field, String name) {
        if (name.isBlank()) {
            throw Fields.fault(field, "must not be empty");
        }
        if (name.length() > MAX_NAME) {
            throw Fields.fault(field, "must have at most " + MAX_NAME + " characters");
        }
        return name;
    }

    double weightOf(String name) {
        return weights.getOrDefault(name, Double.NaN);
    }

    /** The field that names a model. */
    String fieldOf(String name) {
        if (transforms.contains(name)) {
            return TRANSFORMS;
        }
        return first == null || (!name.equals(first) && names.contains(name)) ? MODELS : MODEL;
    }
}
