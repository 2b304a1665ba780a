package dev.fairlead.router.rules.presets;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.router.rules.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A preset that somebody wants to write: of a chat request, what says how to answer, and the system prompt; nothing that
 * belongs to a single request, as its messages.
 *
 * @param config the fields that are kept
 * @param systemPrompt null if there is none
 */
public record PresetDraft(
        OrganisationId organisation,
        String slug,
        ObjectNode config,
        @Nullable String systemPrompt) {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /** As many as the edge takes of a request. */
    private static final int MOST_MODELS = 16;

    /** What a preset may hold; anything else of a request is left out in silence, as OpenRouter does it. */
    static final Set<String> KEPT = Set.of(
            "model",
            "models",
            "route",
            "provider",
            "plugins",
            "transforms",
            "routing_strategy",
            "max_price_per_million_tokens",
            "hedge",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "max_tool_calls",
            "stop_server_tools_when",
            "response_format",
            "structured_outputs",
            "reasoning",
            "reasoning_effort",
            "include_reasoning",
            "verbosity",
            "temperature",
            "top_p",
            "top_k",
            "top_a",
            "min_p",
            "frequency_penalty",
            "presence_penalty",
            "repetition_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "seed",
            "stop",
            "max_tokens",
            "max_completion_tokens",
            "modalities",
            "audio",
            "image_config",
            "web_search_options",
            "service_tier",
            "cache_control",
            "cache_enabled",
            "cache_ttl_seconds");

    /** Refuses a name that cannot be a preset's. */
    private static void checkSlug(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            throw new PolicyFault("slug", "must be 1 to 100 lower-case letters, digits, '.', '_' and '-'");
        }
    }

    /**
     * Makes a preset of the body of a chat request.
     *
     * @throws PolicyFault for what the edge would refuse in every request that uses the preset
     */
    static PresetDraft read(OrganisationId organisation, String slug, byte[] body) {
        if (body.length > Limits.DOCUMENT_BYTES) {
            throw new PolicyFault("body", "must have at most " + Limits.DOCUMENT_BYTES + " bytes");
        }
        JsonNode request = parsed(body);
        if (!request.isObject()) {
            throw new PolicyFault("body", "must be a JSON object");
        }
        return of(organisation, slug, request, systemPrompt(request.path("messages")));
    }

    /** Makes a preset of fields; leaves those out that no preset has. */
    public static PresetDraft of(
            OrganisationId organisation, String slug, JsonNode fields, @Nullable String systemPrompt) {
        checkSlug(slug);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (KEPT.contains(field.getKey()) && !field.getValue().isNull()) {
                config.set(field.getKey(), field.getValue());
            }
        }
        check(config);
        return new PresetDraft(organisation, slug, config, systemPrompt);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return FairleadJson.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new PolicyFault("body", "is not valid JSON: " + FairleadJson.describe(e));
        } catch (IOException | NumberFormatException e) {
            throw new PolicyFault("body", "is not valid JSON");
        }
    }

    private static void check(ObjectNode config) {
        JsonNode model = config.path("model");
        if (!model.isMissingNode() && !(model.isTextual() && isModel(model.textValue()))) {
            throw new PolicyFault("model", "must be the name of a model, and of no other preset");
        }
        checkModels(config.path("models"));
        JsonNode strategy = config.path("routing_strategy");
        if (!strategy.isMissingNode() && !(strategy.isTextual() && Strategy.of(strategy.textValue()) != null)) {
            throw new PolicyFault("routing_strategy", "must be one of " + Strategy.choices());
        }
        if (config.has("provider")) {
            ProviderWishes.check(config.get("provider"));
        }
        checkKind(config, "hedge", config.path("hedge").isBoolean(), "must be true or false");
        checkKind(config, "tools", config.path("tools").isArray(), "must be an array");
        checkKind(config, "plugins", config.path("plugins").isArray(), "must be an array");
        checkKind(config, "temperature", config.path("temperature").isNumber(), "must be a number");
        checkKind(config, "top_p", config.path("top_p").isNumber(), "must be a number");
        checkKind(config, "max_tokens", config.path("max_tokens").canConvertToInt(), "must be a whole number");
    }

    private static void checkModels(JsonNode models) {
        if (models.isMissingNode()) {
            return;
        }
        if (!models.isArray() || models.size() > MOST_MODELS) {
            throw new PolicyFault("models", "must be an array of at most " + MOST_MODELS + " names");
        }
        for (int i = 0; i < models.size(); i++) {
            JsonNode name = nameIn(models.get(i));
            if (!name.isTextual() || !isModel(name.textValue())) {
                throw new PolicyFault("models[" + i + "]", "must be the name of a model, and of no preset");
            }
        }
    }

    /** A model may be written as its name, or as an object with a weight. */
    static JsonNode nameIn(JsonNode model) {
        return model.isObject() ? model.path("model") : model;
    }

    private static boolean isModel(String name) {
        return !name.isBlank() && !name.contains("@preset/");
    }

    private static void checkKind(ObjectNode config, String field, boolean fits, String expectation) {
        if (config.has(field) && !fits) {
            throw new PolicyFault(field, expectation);
        }
    }

    /** The first message, if it is one to the system. */
    private static @Nullable String systemPrompt(JsonNode messages) {
        JsonNode first = messages.path(0);
        String role = first.path("role").asText();
        if (!role.equals("system") && !role.equals("developer")) {
            return null;
        }
        JsonNode content = first.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.isEmpty() ? null : text.toString();
    }
}
