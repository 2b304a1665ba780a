package dev.fairlead.edge.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request says to a virtual model, by a plugin of its own. Whatever is not understood is refused by name.
 *
 * @param id the plugin's
 * @param options an empty object if the request says nothing
 */
record PluginOptions(String id, JsonNode options) {

    private static final Set<String> ALWAYS_KNOWN = Set.of("id", "enabled");
    private static final int MAX_MODELS = 64;
    private static final int MAX_LENGTH = 256;

    /**
     * The options of the first of these plugins that the request enables.
     *
     * @throws ApiException if it has an option that is not {@code known}
     */
    static PluginOptions of(ChatRequest request, List<String> ids, Set<String> known) {
        for (String id : ids) {
            JsonNode plugin = request.plugin(id);
            if (plugin != null) {
                PluginOptions options = new PluginOptions(id, plugin);
                options.requireKnown(known);
                return options;
            }
        }
        return new PluginOptions(ids.getFirst(), JsonNodeFactory.instance.objectNode());
    }

    private void requireKnown(Set<String> known) {
        options.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field) && !ALWAYS_KNOWN.contains(field)) {
                throw fault(field, "is not an option; options are " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    /** The option's full name, for errors. */
    String path(String field) {
        return "plugins." + id + '.' + field;
    }

    @Nullable
    String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw fault(field, "must be a string");
        }
        return value.textValue();
    }

    /** A whole number from 0 to 10; -1 if there is none. */
    int upToTen(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return -1;
        }
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 10) {
            throw fault(field, "must be a number from 0 to 10");
        }
        return (int) value.doubleValue();
    }

    /** Refuses an option that would change something and is not honoured. */
    void refuseTrue(String field) {
        JsonNode value = value(field);
        if (value != null && !(value.isBoolean() && !value.booleanValue())) {
            throw fault(field, "is not supported by this gateway");
        }
    }

    /** Names of models; empty if there are none. */
    List<String> names(String field, int most) {
        JsonNode value = value(field);
        return value == null ? List.of() : names(field, value, most);
    }

    /** Names of models, none of which is a virtual one; empty if there are none. */
    List<Wish> models(String field) {
        return wishes(field, names(field, MAX_MODELS));
    }

    /** Names of models by what they are for, none of which is a virtual one; empty if there are none. */
    Map<String, List<Wish>> modelsByName(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject() || value.isEmpty()) {
            throw fault(field, "must be an object that gives each task its models");
        }
        Map<String, List<Wish>> byName = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String name = field + '.' + entry.getKey();
            byName.put(entry.getKey(), wishes(name, names(name, entry.getValue(), MAX_MODELS)));
        }
        return byName;
    }

    private List<Wish> wishes(String field, List<String> names) {
        List<Wish> wishes = new ArrayList<>(names.size());
        for (String name : names) {
            if (SpelledName.of(name).virtualModel() != null) {
                throw fault(
                        field, "must name models, of which '" + name + "' is none; a virtual model cannot ask another");
            }
            wishes.add(Wish.Named.in(path(field), name));
        }
        return wishes;
    }

    /** One name, or several in an array. */
    private List<String> names(String field, JsonNode value, int most) {
        if (value.isTextual()) {
            return List.of(name(field, value));
        }
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw fault(field, "must be an array of 1 to " + most + " names");
        }
        List<String> names = new ArrayList<>(value.size());
        value.forEach(element -> names.add(name(field, element)));
        return names;
    }

    private String name(String field, JsonNode value) {
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > MAX_LENGTH) {
            throw fault(field, "must hold strings of 1 to " + MAX_LENGTH + " characters only");
        }
        return value.textValue();
    }

    private @Nullable JsonNode value(String field) {
        JsonNode value = options.get(field);
        return value == null || value.isNull() ? null : value;
    }

    ApiException fault(String field, String message) {
        return new ApiException(ApiError.ofField(path(field), message));
    }

    /** The error for a virtual model that there is not. */
    static ApiError unknownVirtualModel(String name) {
        return ApiError.ofField(
                "model",
                "there is no virtual model '" + name + "'; there are " + String.join(", ", VirtualModel.ids()));
    }
}
