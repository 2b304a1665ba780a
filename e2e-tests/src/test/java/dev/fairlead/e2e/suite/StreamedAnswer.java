package dev.fairlead.e2e.suite;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A response as server-sent events, read to its end.
 *
 * @param lines without the empty ones
 */
public record StreamedAnswer(int status, HttpHeaders headers, List<String> lines) {

    private static final String DATA = "data: ";
    private static final String DONE = "[DONE]";

    public StreamedAnswer {
        lines = List.copyOf(lines);
    }

    /** The chunks, in order, without the closing {@code [DONE]}. */
    public List<JsonNode> chunks() {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(DATA) && !line.equals(DATA + DONE)) {
                chunks.add(Json.read(line.substring(DATA.length())));
            }
        }
        return chunks;
    }

    /** Whether the stream ended as it should. */
    public boolean isDone() {
        return !lines.isEmpty() && lines.getLast().equals(DATA + DONE);
    }

    /** The comment lines, such as keep-alives. */
    public List<String> comments() {
        return lines.stream().filter(line -> line.startsWith(":")).toList();
    }

    /** What the model has said. */
    public String text() {
        return chunks().stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    /** How many chunks tell the role of the speaker. */
    public long roles() {
        return chunks().stream()
                .filter(chunk -> chunk.at("/choices/0/delta/role").isTextual())
                .count();
    }

    /** The usage of the last chunk that has one. */
    public JsonNode usage() {
        return last("usage").orElseThrow(() -> new AssertionError("no usage: " + lines));
    }

    /** The error that ended the stream, if one did. */
    public Optional<JsonNode> error() {
        return last("error");
    }

    private Optional<JsonNode> last(String member) {
        return chunks().reversed().stream()
                .map(chunk -> chunk.path(member))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The id of the generation, as the header has it. */
    public String generation() {
        return header("x-generation-id").orElseThrow(() -> new AssertionError("no X-Generation-Id: " + this));
    }
}
