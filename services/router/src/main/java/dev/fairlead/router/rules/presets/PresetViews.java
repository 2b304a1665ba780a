package dev.fairlead.router.rules.presets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.router.rules.PresetVersion;

/** Presets as OpenRouter's API has them. Ids are made of names, so they stay when a store is imported elsewhere. */
final class PresetViews {

    private PresetViews() {}

    static ObjectNode preset(PresetVersion preset) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", id(preset.id()));
        view.put("name", preset.slug());
        view.put("slug", preset.slug());
        view.putNull("description");
        view.put("status", "active");
        view.putNull("status_updated_at");
        view.put("creator_user_id", preset.createdBy());
        view.put("workspace_id", preset.organisation().value());
        view.put("created_at", preset.createdAt().toString());
        view.put("updated_at", preset.writtenAt().toString());
        view.put("designated_version_id", versionId(preset));
        return view;
    }

    static ObjectNode withVersion(PresetVersion preset) {
        ObjectNode view = preset(preset);
        view.set("designated_version", version(preset));
        return view;
    }

    static ObjectNode version(PresetVersion preset) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", versionId(preset));
        view.put("preset_id", id(preset.id()));
        view.put("version", preset.version());
        view.set("config", tree(preset.config()));
        view.put("system_prompt", preset.systemPrompt());
        view.put("creator_id", preset.writtenBy());
        view.put("created_at", preset.writtenAt().toString());
        view.put("updated_at", preset.writtenAt().toString());
        return view;
    }

    private static String versionId(PresetVersion preset) {
        return id(preset.id() + '#' + preset.version());
    }

    private static String id(String name) {
        return UUID.nameUUIDFromBytes(("preset:" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static JsonNode tree(String json) {
        try {
            return FairleadJson.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("a stored preset is JSON", e);
        }
    }
}
