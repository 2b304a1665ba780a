package dev.fairlead.edge.request;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonWalk;
import org.jspecify.annotations.Nullable;

/** What the messages of a chat hold, found out in one pass when somebody first asks. Not thread-safe. */
final class Messages {

    /** Parts of messages, and the input modality that each needs. */
    private static final Map<String, String> PART_TYPES =
            Map.of("image_url", "image", "input_audio", "audio", "video_url", "video", "file", "file");

    private final byte[] json;
    private final int array;
    private boolean seen;
    private Set<String> modalities = Set.of();
    private long characters;
    private long textBytes;
    private Excerpt.@Nullable Places lastOfUser;
    private Excerpt.@Nullable Places system;

    /** The messages that member {@code i} of a request is. */
    Messages(JsonIndex request, int i) {
        this.json = request.bytes();
        this.array = request.valueStart(i);
    }

    /** What they hold besides text, such as {@code image}. */
    Set<String> modalities() {
        see();
        return modalities;
    }

    /** How many characters of text they hold at least; what is escaped does not count. */
    long characters() {
        see();
        return characters;
    }

    /** How many bytes of text they hold, as JSON writes them. */
    long textBytes() {
        see();
        return textBytes;
    }

    /** The beginning and the end of the last thing that the user said; empty if that is nothing. */
    String lastOfUser(int headBytes, int tailBytes) {
        see();
        return lastOfUser == null ? "" : Excerpt.of(json, lastOfUser, headBytes, tailBytes);
    }

    /** The beginning of the system prompt; null if there is none. */
    @Nullable
    String system(int headBytes) {
        see();
        return system == null ? null : Excerpt.of(json, system, headBytes, 0);
    }

    private void see() {
        if (seen) {
            return;
        }
        seen = true;
        JsonWalk messages = new JsonWalk(json, array);
        while (messages.next()) {
            JsonWalk message = messages.into();
            message(message);
            messages.left(message);
        }
        modalities = Set.copyOf(modalities);
    }

    private void message(JsonWalk message) {
        boolean user = false;
        boolean instruction = false;
        Excerpt.Places text = new Excerpt.Places();
        while (message.next()) {
            if (message.keyIs("role")) {
                user = message.stringIs("user");
                instruction = message.stringIs("system") || message.stringIs("developer");
            } else if (message.keyIs("content")) {
                content(message, text);
            }
        }
        for (int i = 0; i < text.size(); i++) {
            textBytes += text.end(i) - text.start(i);
            characters += Excerpt.characters(json, text.start(i), text.end(i));
        }
        if (user && text.size() > 0) {
            lastOfUser = text;
        } else if (instruction && system == null && text.size() > 0) {
            system = text;
        }
    }

    private void content(JsonWalk content, Excerpt.Places text) {
        if (content.isString()) {
            text.add(content.valueStart(), content.valueEnd());
        } else if (content.isArray()) {
            JsonWalk parts = content.into();
            while (parts.next()) {
                if (parts.isString()) {
                    text.add(parts.valueStart(), parts.valueEnd());
                } else if (parts.isObject()) {
                    JsonWalk part = parts.into();
                    part(part, text);
                    parts.left(part);
                }
            }
            content.left(parts);
        }
    }

    private void part(JsonWalk part, Excerpt.Places text) {
        while (part.next()) {
            if (part.keyIs("text") && part.isString()) {
                text.add(part.valueStart(), part.valueEnd());
            } else {
                modality(part);
            }
        }
    }

    /** A part says what it is by its type, or at least by the name of what it holds. */
    private void modality(JsonWalk part) {
        boolean isType = part.keyIs("type");
        for (Map.Entry<String, String> type : PART_TYPES.entrySet()) {
            if (isType ? part.stringIs(type.getKey()) : part.keyIs(type.getKey())) {
                if (modalities.isEmpty()) {
                    modalities = new LinkedHashSet<>();
                }
                modalities.add(type.getValue());
            }
        }
    }
}
