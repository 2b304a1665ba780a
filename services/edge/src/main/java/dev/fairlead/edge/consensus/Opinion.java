package dev.fairlead.edge.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.dispatch.Bill;
import dev.fairlead.edge.error.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking one model.
 *
 * @param model as it was asked for
 * @param generation its own generation; null if it did not come to that
 * @param answer its completion; null if it failed
 * @param error why it failed; null if it did not
 * @param bill what it consumed, which is booked for its own generation
 */
record Opinion(
        String model,
        @Nullable GenerationId generation,
        @Nullable ObjectNode answer,
        @Nullable ApiError error,
        Bill bill) {

    static Opinion refused(String model, @Nullable GenerationId generation, ApiError error) {
        return new Opinion(model, generation, null, error, Bill.NOTHING);
    }

    /** What it says; null if it failed. */
    @Nullable
    String text() {
        if (answer == null) {
            return null;
        }
        JsonNode content = answer.path("choices").path(0).path("message").path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder parts = new StringBuilder();
        content.forEach(part -> parts.append(part.path("text").asText()));
        return parts.toString();
    }
}
