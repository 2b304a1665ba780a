package dev.fairlead.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of a chat completion request; each method gives a new one. */
public record Chat(String json) {

    /** Asks a model something short. */
    public static Chat to(String model) {
        ObjectNode body = Json.object().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "Tell me something.");
        return new Chat(body.toString());
    }

    /** Other words of the user. */
    public Chat saying(String prompt) {
        ObjectNode body = body();
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return new Chat(body.toString());
    }

    public Chat streamed() {
        return with("stream", "true");
    }

    public Chat maxTokens(int tokens) {
        return with("max_tokens", Integer.toString(tokens));
    }

    /** Only this provider may answer, whatever the state of the others. */
    public Chat onlyAt(String provider) {
        return with("provider", "{\"only\":[\"" + provider + "\"]}");
    }

    /** One more member, or another value of one, as JSON text. */
    public Chat with(String name, String value) {
        JsonNode node = Json.read(value);
        return new Chat(body().set(name, node).toString());
    }

    private ObjectNode body() {
        return (ObjectNode) Json.read(json);
    }
}
