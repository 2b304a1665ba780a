package dev.fairlead.edge.request;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads {@code headers} from a body, where clients put what they mean as headers of the request. Those that say who
 * calls, and for what, are taken; others are passed over.
 */
final class BodyHeaders {

    private static final Set<String> TAKEN = Set.of(
            "http-referer",
            "x-title",
            "x-openrouter-title",
            "x-openrouter-metadata",
            "x-openrouter-experimental-metadata",
            "x-department",
            "x-session-id");

    private static final int MAX_VALUE = 1_024;

    private BodyHeaders() {}

    /** By name, in lower case. */
    static Map<String, String> read(Fields fields) {
        JsonNode headers = fields.tree("headers");
        if (headers == null) {
            return Map.of();
        }
        if (!headers.isObject()) {
            throw Fields.fault("headers", "must be an object");
        }
        Map<String, String> taken = new HashMap<>();
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!TAKEN.contains(name) || header.getValue().isNull()) {
                continue;
            }
            String field = "headers." + header.getKey();
            if (!header.getValue().isTextual() || header.getValue().textValue().length() > MAX_VALUE) {
                throw Fields.fault(field, "must be a string of at most " + MAX_VALUE + " characters");
            }
            if (taken.put(name, header.getValue().textValue()) != null) {
                throw Fields.fault(field, "is there twice");
            }
        }
        return taken;
    }
}
