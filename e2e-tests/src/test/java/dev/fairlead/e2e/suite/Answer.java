package dev.fairlead.e2e.suite;

import java.net.http.HttpHeaders;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** A whole response. */
public record Answer(int status, HttpHeaders headers, String body) {

    /** The body, which is JSON or fails the test. */
    public JsonNode json() {
        return Json.read(body);
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** {@code error} of OpenAI's envelope. */
    public JsonNode error() {
        return json().path("error");
    }

    /** The id of the generation, as the header has it. */
    public String generation() {
        return header("x-generation-id").orElseThrow(() -> new AssertionError("no X-Generation-Id: " + this));
    }
}
