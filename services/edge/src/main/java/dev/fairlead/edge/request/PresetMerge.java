package dev.fairlead.edge.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.JsonWalk;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;

/**
 * Lays a request over a preset: field by field the request wins. The tools of both are offered, and the system prompt of
 * the preset comes first if the request has none of its own.
 */
public final class PresetMerge {

    private static final String TOOLS = "tools";
    private static final String MESSAGES = "messages";
    private static final String MODEL = "model";

    /** Where presets have their system prompt: no field of a request. */
    private static final List<String> SYSTEM_PROMPT = List.of("system_prompt", "system");

    /** Fields of a preset that never become the request's. */
    private static final Set<String> KEPT_OUT = Set.of("preset", MESSAGES, "stream", "system_prompt", "system");

    private final JsonIndex request;
    private final JsonIndex preset;
    private final Splice splice;

    private PresetMerge(JsonIndex request, JsonIndex preset) {
        this.request = request;
        this.preset = preset;
        this.splice = new Splice(request);
    }

    /**
     * The request that is meant: valid JSON, which names no preset any more.
     *
     * @param request a body that {@link ChatRequest#read} has taken
     * @param presetBody a JSON object with fields of a request
     * @throws ApiException if the preset is not such an object
     */
    public static byte[] merge(byte[] request, byte[] presetBody) {
        JsonIndex preset;
        try {
            preset = JsonIndex.of(presetBody);
        } catch (JsonFault e) {
            throw Fields.fault("preset", "is not valid as it was stored: " + e.getMessage());
        }
        return new PresetMerge(JsonIndex.of(request), preset).merged();
    }

    private byte[] merged() {
        splice.removeIfPresent("preset");
        boolean modelGiven = takePresetOutOfModel();
        for (int i = 0; i < preset.size(); i++) {
            String name = preset.key(i);
            if (KEPT_OUT.contains(name)) {
                continue;
            }
            boolean given = name.equals(MODEL) ? modelGiven : request.hasIgnoringCase(preset, i);
            if (!given) {
                add(i);
            } else if (name.equals(TOOLS)) {
                offerBoth(i);
            }
        }
        prependSystemPrompt();
        return splice.apply();
    }

    private void add(int i) {
        int start = preset.memberStart(i);
        byte[] member = new byte[preset.valueEnd(i) - start];
        System.arraycopy(preset.bytes(), start, member, 0, member.length);
        splice.add(member);
    }

    /** Whether the request names a model besides its preset. */
    private boolean takePresetOutOfModel() {
        int i = request.find(MODEL);
        if (i < 0) {
            return false;
        }
        String model = request.kind(i) == Kind.STRING
                ? JsonText.decode(request.bytes(), request.valueStart(i), request.valueEnd(i))
                : "";
        String without = PresetName.without(model);
        if (without.isEmpty()) {
            splice.remove(i);
        } else if (!without.equals(model)) {
            splice.replace(i, JsonText.quote(without).getBytes(StandardCharsets.UTF_8));
        }
        return !without.isEmpty();
    }

    /** The preset's tools, and then the request's; of two that are the same one, the request's. */
    private void offerBoth(int ofPreset) {
        int ofRequest = request.find(TOOLS);
        if (ofRequest < 0 || request.kind(ofRequest) != Kind.ARRAY || preset.kind(ofPreset) != Kind.ARRAY) {
            return;
        }
        Set<String> given = new HashSet<>();
        List<byte[]> both = new ArrayList<>();
        List<byte[]> own = elements(request, ofRequest);
        own.forEach(tool -> given.add(identity(tool)));
        elements(preset, ofPreset).stream()
                .filter(tool -> given.add(identity(tool)))
                .forEach(both::add);
        both.addAll(own);
        splice.replace(ofRequest, array(both));
    }

    /** What makes two tools one: their type and name or, for those without a name, their type. */
    private static String identity(byte[] tool) {
        try {
            JsonNode json = FairleadJson.mapper().readTree(tool);
            JsonNode name = json.at("/function/name");
            return json.path("type").asText() + ' ' + (name.isTextual() ? name : json.path("name")).asText();
        } catch (JsonProcessingException e) {
            return new String(tool, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    private void prependSystemPrompt() {
        String prompt = systemPrompt();
        int messages = request.find(MESSAGES);
        if (prompt == null || messages < 0 || request.kind(messages) != Kind.ARRAY || isInstructed(messages)) {
            return;
        }
        List<byte[]> all = new ArrayList<>();
        all.add(("{\"role\":\"system\",\"content\":" + prompt + '}').getBytes(StandardCharsets.UTF_8));
        all.addAll(elements(request, messages));
        splice.replace(messages, array(all));
    }

    /** As JSON. */
    private @Nullable String systemPrompt() {
        for (String name : SYSTEM_PROMPT) {
            int i = preset.find(name);
            if (i >= 0 && preset.kind(i) == Kind.STRING) {
                return new String(preset.value(i), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private boolean isInstructed(int messages) {
        JsonWalk walk = new JsonWalk(request.bytes(), request.valueStart(messages));
        while (walk.next()) {
            if (walk.isObject() && ConversationHash.isInstruction(walk.into())) {
                return true;
            }
        }
        return false;
    }

    private static List<byte[]> elements(JsonIndex json, int i) {
        List<byte[]> elements = new ArrayList<>(json.elements(i));
        JsonWalk walk = new JsonWalk(json.bytes(), json.valueStart(i));
        while (walk.next()) {
            elements.add(Arrays.copyOfRange(json.bytes(), walk.valueStart(), walk.valueEnd()));
        }
        return elements;
    }

    private static byte[] array(List<byte[]> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(elements.get(i));
        }
        out.write(']');
        return out.toByteArray();
    }
}
