package dev.fairlead.edge.error;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.contracts.usage.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller of the inference API gets it: OpenAI's envelope, with {@code error_type} beside it.
 *
 * @param type what went wrong
 * @param status the HTTP status; that of {@code type} unless a more exact one applies
 * @param message for people; never holds a key, a secret, a stack trace or another tenant's data
 * @param param the request's field at fault; null if none is
 * @param availability why there is no model or endpoint to answer; null if it is not that
 * @param retryAfter when to try again; null if that would not help or is not known
 * @param attempts the failed attempts at providers; empty if there were none
 */
public record ApiError(
        ErrorType type,
        int status,
        String message,
        @Nullable String param,
        @Nullable Availability availability,
        @Nullable Duration retryAfter,
        List<Attempt> attempts) {

    private static final JsonFactory JSON = new JsonFactory();

    public ApiError {
        attempts = List.copyOf(attempts);
    }

    public static ApiError of(ErrorType type, String message) {
        return new ApiError(type, type.status(), message, null, null, null, List.of());
    }

    public static ApiError ofField(String param, String message) {
        return new ApiError(ErrorType.INVALID_REQUEST, 400, param + ": " + message, param, null, null, List.of());
    }

    /** A refusal for now: the status is 503. */
    public static ApiError unavailable(String message, Duration retryAfter) {
        return new ApiError(ErrorType.PROVIDER_OVERLOADED, 503, message, null, null, retryAfter, List.of());
    }

    public ApiError withStatus(int newStatus) {
        return new ApiError(type, newStatus, message, param, availability, retryAfter, attempts);
    }

    /** The same fault, found in another field of the request. */
    public ApiError ofOtherField(String field) {
        String detail =
                param != null && message.startsWith(param + ": ") ? message.substring(param.length() + 2) : message;
        return new ApiError(type, status, field + ": " + detail, field, availability, retryAfter, attempts);
    }

    public ApiError withAvailability(Availability newAvailability) {
        return new ApiError(type, status, message, param, newAvailability, retryAfter, attempts);
    }

    public ApiError withRetryAfter(@Nullable Duration after) {
        return new ApiError(type, status, message, param, availability, after, attempts);
    }

    /** The same, after these attempts; where it may pass, their providers are the ones that are affected. */
    public ApiError withAttempts(List<Attempt> failed) {
        Availability affected = availability;
        if (affected != null
                && affected.isPassing()
                && affected.affectedProviders().isEmpty()) {
            affected = affected.withAffectedProviders(
                    failed.stream().map(Attempt::provider).distinct().toList());
        }
        return new ApiError(type, status, message, param, affected, retryAfter, failed);
    }

    /** {@code Retry-After} in whole seconds, rounded up, at least one; 0 if there is none. */
    public long retryAfterSeconds() {
        return retryAfter == null ? 0 : Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    }

    /** The body of the response. */
    public byte[] toJson() {
        return write(json -> {
            json.writeStartObject();
            writeError(json);
            json.writeEndObject();
        });
    }

    /** The last chunk of a stream that had already begun. */
    public byte[] toStreamChunk(String generation, String model, long created) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("id", generation);
            json.writeStringField("object", "chat.completion.chunk");
            json.writeNumberField("created", created);
            json.writeStringField("model", model);
            writeError(json);
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("delta");
            json.writeStringField("content", "");
            json.writeEndObject();
            json.writeStringField("finish_reason", "error");
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void writeError(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", status);
        json.writeStringField("message", message);
        json.writeStringField("type", type.wireName());
        if (param != null) {
            json.writeStringField("param", param);
        }
        json.writeObjectFieldStart("metadata");
        json.writeStringField("error_type", type.wireName());
        if (!attempts.isEmpty()) {
            json.writeArrayFieldStart("previous_errors");
            for (Attempt attempt : attempts) {
                json.writeStartObject();
                json.writeStringField("provider", attempt.provider());
                json.writeStringField("code", attempt.outcome().name().toLowerCase(Locale.ROOT));
                json.writeNumberField("status", attempt.status());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        if (availability != null) {
            writeAvailability(availability, json);
        }
        json.writeEndObject();
    }

    private void writeAvailability(Availability unavailable, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("availability");
        json.writeStringField("code", unavailable.code());
        json.writeBooleanField("retryable", retryAfter != null || unavailable.isPassing());
        if (retryAfter != null) {
            json.writeNumberField("retry_after", retryAfterSeconds());
        }
        writeTexts("requested_models", unavailable.requestedModels(), json);
        writeTexts("affected_providers", unavailable.affectedProviders(), json);
        writeExcluded(unavailable.excluded(), json);
        writeTexts("fallback_models", unavailable.fallbackModels(), json);
        json.writeEndObject();
    }

    /** The reasons as typed clients know them and, beside them, how many endpoints each kept away. */
    private static void writeExcluded(Map<String, Integer> excluded, JsonGenerator json) throws IOException {
        if (excluded.isEmpty()) {
            return;
        }
        writeTexts("excluded_by", List.copyOf(excluded.keySet()), json);
        json.writeObjectFieldStart("excluded_counts");
        for (Map.Entry<String, Integer> reason : excluded.entrySet()) {
            json.writeNumberField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
