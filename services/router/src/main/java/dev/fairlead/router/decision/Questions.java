package dev.fairlead.router.decision;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads what edges ask; a refusal names the field, and never repeats what it holds. */
final class Questions {

    private static final int BAD_REQUEST = 400;
    private static final int LONGEST_TEXT = 32_768;
    private static final int LONGEST_BODY = 1024 * 1024;
    private static final int MOST_PATTERNS = 1_024;

    private Questions() {}

    /**
     * The body of a request.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON
     */
    static JsonNode parse(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw new ProblemException(
                    Problem.of(413, "Too large", "The body is longer than " + LONGEST_BODY + " bytes."));
        }
        return FairleadJson.mapper().readTree(bytes);
    }

    /**
     * A prompt.
     *
     * @param path where it stands in the body; empty if it is the body
     */
    static PromptQuestion prompt(@Nullable JsonNode json, String path) {
        if (json == null || !json.isObject()) {
            throw wrong(path.isEmpty() ? "body" : path, "is not an object");
        }
        String prefix = path.isEmpty() ? "" : path + '.';
        String text = text(json, "text", prefix);
        if (text == null) {
            throw wrong(prefix + "text", "is missing");
        }
        JsonNode tools = json.path("offersTools");
        if (!tools.isMissingNode() && !tools.isBoolean()) {
            throw wrong(prefix + "offersTools", "is neither true nor false");
        }
        JsonNode tokens = json.path("promptTokens");
        if (!tokens.isMissingNode() && !(tokens.canConvertToExactIntegral() && tokens.canConvertToLong())) {
            throw wrong(prefix + "promptTokens", "is not a whole number");
        }
        return new PromptQuestion(text, text(json, "system", prefix), tools.asBoolean(), Math.max(0, tokens.asLong()));
    }

    /** A prompt for which models are to be chosen. */
    static ModelQuestion model(@Nullable JsonNode json) {
        if (json == null || !json.isObject()) {
            throw wrong("body", "is not an object");
        }
        PromptQuestion prompt = prompt(json.get("prompt"), "prompt");
        String organisation = text(json, "organisation", "");
        if (organisation == null) {
            throw wrong("organisation", "is missing");
        }
        String task = text(json, "task", "");
        if (task != null && Task.of(task) == null) {
            throw wrong(
                    "task",
                    "is none of " + Arrays.stream(Task.values()).map(Task::id).collect(Collectors.joining(", ")));
        }
        return new ModelQuestion(
                prompt, organisation, task, costTier(json), names(json, "allowed"), names(json, "excluded"));
    }

    private static @Nullable CostTier costTier(JsonNode json) {
        String tier = text(json, "costTier", "");
        if (tier == null) {
            return null;
        }
        for (CostTier known : CostTier.values()) {
            if (known.name().equals(tier)) {
                return known;
            }
        }
        throw wrong("costTier", "is none of " + Arrays.toString(CostTier.values()));
    }

    private static List<String> names(JsonNode json, String field) {
        JsonNode array = json.path(field);
        if (array.isMissingNode() || array.isNull()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MOST_PATTERNS) {
            throw wrong(field, "is not an array of at most " + MOST_PATTERNS + " names");
        }
        List<String> names = new ArrayList<>(array.size());
        for (JsonNode name : array) {
            if (!name.isTextual()) {
                throw wrong(field + '[' + names.size() + ']', "is not a string");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static @Nullable String text(JsonNode json, String field, String prefix) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(prefix + field, "is not a string");
        }
        if (value.textValue().length() > LONGEST_TEXT) {
            throw wrong(prefix + field, "is longer than " + LONGEST_TEXT + " characters");
        }
        return value.textValue();
    }

    private static ProblemException wrong(String field, String detail) {
        return new ProblemException(Problem.ofField(BAD_REQUEST, "Invalid question", field, detail));
    }
}
