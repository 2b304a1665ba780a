package dev.fairlead.simulator.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What OpenAI's provider-side cache of prompts would compare: whole messages, from the first one on. */
final class OpenAiPrompts {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CHARS_PER_TOKEN = 4;
    private static final long PRIME = 0x100000001B3L;

    private OpenAiPrompts() {}

    static List<PromptPrefix> prefixes(byte[] body) {
        try {
            List<PromptPrefix> prefixes = new ArrayList<>();
            long hash = 0;
            long chars = 0;
            for (JsonNode message : MAPPER.readTree(body).path("messages")) {
                String text = message.toString();
                for (int i = 0; i < text.length(); i++) {
                    hash = (hash ^ text.charAt(i)) * PRIME;
                }
                chars += chars(message.path("content"));
                prefixes.add(new PromptPrefix(hash, Math.toIntExact(chars / CHARS_PER_TOKEN)));
            }
            return prefixes;
        } catch (IOException e) {
            throw new UncheckedIOException("it was read once already", e);
        }
    }

    private static long chars(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue().length();
        }
        long chars = 0;
        for (JsonNode part : content) {
            chars += part.path("text").asText("").length();
        }
        return chars;
    }
}
