package dev.fairlead.edge.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the request's {@code plugins}: those that are switched on, by id. */
final class Plugins {

    /** Those that decide on the model. */
    private static final List<String> KNOWN =
            List.of("auto-router", "auto-beta-router", "fairlead-task", "fairlead-budget", "fairlead-consensus");

    private static final int MOST = 16;

    private Plugins() {}

    static Map<String, JsonNode> read(Fields fields) {
        JsonNode plugins = fields.tree("plugins");
        if (plugins == null) {
            return Map.of();
        }
        if (!plugins.isArray() || plugins.size() > MOST) {
            throw Fields.fault("plugins", "must be an array of at most " + MOST + " objects");
        }
        Map<String, JsonNode> byId = new HashMap<>();
        for (int i = 0; i < plugins.size(); i++) {
            JsonNode plugin = plugins.get(i);
            String field = "plugins." + i;
            JsonNode id = plugin.get("id");
            if (id == null || !id.isTextual()) {
                throw Fields.fault(field + ".id", "is required and must be a string");
            }
            JsonNode enabled = plugin.get("enabled");
            if (enabled != null && !enabled.isNull() && !enabled.isBoolean()) {
                throw Fields.fault(field + ".enabled", "must be true or false");
            }
            if (enabled != null && enabled.isBoolean() && !enabled.booleanValue()) {
                continue;
            }
            if (!KNOWN.contains(id.textValue())) {
                throw Fields.fault(
                        "plugins",
                        "'" + id.textValue() + "' is not supported; supported are " + String.join(", ", KNOWN));
            }
            if (byId.put(id.textValue(), plugin) != null) {
                throw Fields.fault("plugins", "'" + id.textValue() + "' is there twice");
            }
        }
        return byId;
    }
}
