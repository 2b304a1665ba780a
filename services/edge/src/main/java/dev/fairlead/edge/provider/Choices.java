package dev.fairlead.edge.provider;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.platform.json.FairleadJson;

/** What is in the choices of a completion in OpenAI's wire format. */
final class Choices {

    private Choices() {}

    /**
     * Whether a caller would see any of the choices as part of an answer. Builds an object tree, so it is not for every
     * chunk of a stream.
     *
     * @param part what a choice calls its text: {@code delta} or {@code message}
     * @throws JsonFault if they cannot be read
     */
    static boolean haveContent(byte[] json, int from, int to, String part) {
        try {
            for (JsonNode choice : FairleadJson.mapper().readTree(json, from, to - from)) {
                for (Map.Entry<String, JsonNode> member : choice.path(part).properties()) {
                    if (!member.getKey().equals("role") && saysSomething(member.getValue())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new JsonFault("the choices cannot be read", from);
        }
    }

    private static boolean saysSomething(JsonNode value) {
        return !(value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isContainerNode() && value.isEmpty()));
    }
}
