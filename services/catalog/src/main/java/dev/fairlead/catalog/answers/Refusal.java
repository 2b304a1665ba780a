package dev.fairlead.catalog.answers;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer. Its readers are the SDKs of inference, so it is written in OpenAI's envelope instead of a
 * problem document.
 */
final class Refusal extends RuntimeException {

    private static final String MODEL_NOT_FOUND = "model_not_found";

    private final int status;
    private final String type;
    private final @Nullable String parameter;
    private final @Nullable String availability;
    private final transient List<String> models;
    private final transient @Nullable Duration retryAfter;

    private Refusal(
            int status,
            String type,
            String message,
            @Nullable String parameter,
            @Nullable String availability,
            List<String> models,
            @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.parameter = parameter;
        this.availability = availability;
        this.models = models;
        this.retryAfter = retryAfter;
    }

    static Refusal invalid(String parameter, String fault) {
        return new Refusal(400, "invalid_request", parameter + ": " + fault, parameter, null, List.of(), null);
    }

    static Refusal unauthorized(String message) {
        return new Refusal(401, "authentication", message, null, null, List.of(), null);
    }

    static Refusal unavailable(String message, Duration retryAfter) {
        return new Refusal(503, "provider_overloaded", message, null, null, List.of(), retryAfter);
    }

    /** A name that could mean each of these. */
    static Refusal ambiguous(String name, List<String> candidates) {
        return new Refusal(
                400,
                "invalid_request",
                "'" + name + "' could mean " + String.join(", ", candidates) + "; name one",
                "model",
                MODEL_NOT_FOUND,
                candidates,
                null);
    }

    /** A name that means nothing; these are like it. */
    static Refusal unknownModel(String name, List<String> nearest) {
        String hint = nearest.isEmpty() ? "" : "; the nearest are " + String.join(", ", nearest);
        return new Refusal(
                404, "not_found", "there is no model '" + name + "'" + hint, "model", MODEL_NOT_FOUND, nearest, null);
    }

    /** A model that is not served any more. */
    static Refusal retired(String model, @Nullable String successor) {
        String hint = successor == null ? "" : "; use " + successor + " instead";
        return new Refusal(
                404,
                "not_found",
                "'" + model + "' is not served any more" + hint,
                "model",
                "model_deprecated",
                successor == null ? List.of() : List.of(successor),
                null);
    }

    /** A model that is served in other ways only. */
    static Refusal notServedSo(String name, List<String> others) {
        String hint = others.isEmpty() ? "" : "; there is " + String.join(", ", others);
        return new Refusal(
                404, "not_found", "nobody serves '" + name + "'" + hint, "model", "no_endpoints", others, null);
    }

    /** A suffix that means nothing. */
    static Refusal unknownVariant(String base, String suffix, List<String> known) {
        String hint = known.isEmpty() ? "" : "; there are " + String.join(", ", known);
        return new Refusal(
                404,
                "not_found",
                "'" + base + "' has no variant '" + suffix + "'" + hint,
                "model",
                MODEL_NOT_FOUND,
                List.of(base),
                null);
    }

    int status() {
        return status;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** The body of the response. */
    byte[] toJson() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeNumberField("code", status);
            json.writeStringField("message", String.valueOf(getMessage()));
            json.writeStringField("type", type);
            Json.textIfKnown("param", parameter, json);
            json.writeObjectFieldStart("metadata");
            json.writeStringField("error_type", type);
            json.writeEndObject();
            if (availability != null) {
                json.writeObjectFieldStart("availability");
                json.writeStringField("code", availability);
                json.writeBooleanField("retryable", false);
                Json.texts("fallback_models", models, json);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
