package dev.fairlead.e2e.faults;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fairlead.e2e.suite.Json;

/**
 * What a client got.
 *
 * @param status 0 if no answer came
 * @param generation the id of the generation; empty if none was given
 * @param retryAfter the header, if there was one
 * @param text the body, or why there is none
 * @param completed whether it is a 200 with everything in it
 */
record Answer(int status, String generation, Optional<String> retryAfter, String text, boolean completed) {

    static Answer of(int status, String generation, Optional<String> retryAfter, String text) {
        boolean whole = text.startsWith("{") || (text.endsWith("data: [DONE]\n\n") && !text.contains("\"error\":"));
        return new Answer(status, generation, retryAfter, text, status == 200 && whole);
    }

    static Answer none(Exception why) {
        return new Answer(0, "", Optional.empty(), why.toString(), false);
    }

    /** The usage that the answer states. */
    JsonNode usage() {
        if (text.startsWith("{")) {
            return Json.read(text).path("usage");
        }
        return text.lines()
                .filter(line -> line.startsWith("data: {") && line.contains("\"usage\":{"))
                .reduce((first, second) -> second)
                .map(line -> Json.read(line.substring("data: ".length())).path("usage"))
                .orElse(MissingNode.getInstance());
    }
}
