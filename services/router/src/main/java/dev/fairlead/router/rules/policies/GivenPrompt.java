package dev.fairlead.router.rules.policies;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.platform.policy.Part;
import org.jspecify.annotations.Nullable;

/** The messages of a request that never was, cut as the edge cuts those of real ones. */
final class GivenPrompt {

    private static final int MOST_MESSAGES = 1_000;
    private static final int LONGEST_END = 4_096;
    private static final int LONGEST_SYSTEM = 1_024;
    private static final int BYTES_A_TOKEN = 4;
    private static final int LONGEST_ROLE = 32;

    private GivenPrompt() {}

    static PromptQuestion read(Part messages) {
        List<Message> all = messages.items(1, MOST_MESSAGES, (part, i) -> message(part));
        String user = "";
        String system = null;
        long characters = 0;
        for (Message message : all) {
            characters += message.text().length();
            if (message.role().equals("user")) {
                user = message.text();
            } else if (system == null && message.isInstruction()) {
                system = message.text();
            }
        }
        return new PromptQuestion(excerpt(user), beginning(system), false, characters / BYTES_A_TOKEN);
    }

    private record Message(String role, String text) {

        boolean isInstruction() {
            return role.equals("system") || role.equals("developer");
        }
    }

    private static Message message(Part part) {
        if (!part.node().isObject()) {
            throw part.fault("must be an object");
        }
        Part content = part.required("content");
        StringBuilder text = new StringBuilder();
        if (content.node().isTextual()) {
            text.append(content.node().textValue());
        } else if (content.node().isArray()) {
            for (JsonNode one : content.node()) {
                text.append(one.path("text").asText());
            }
        } else {
            throw content.fault("must be text, or an array of parts");
        }
        return new Message(part.required("role").text(LONGEST_ROLE), text.toString());
    }

    private static String excerpt(String text) {
        return text.length() <= 2 * LONGEST_END
                ? text
                : text.substring(0, LONGEST_END) + '\n' + text.substring(text.length() - LONGEST_END);
    }

    private static @Nullable String beginning(@Nullable String text) {
        return text == null || text.length() <= LONGEST_SYSTEM ? text : text.substring(0, LONGEST_SYSTEM);
    }
}
