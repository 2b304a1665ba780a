package dev.fairlead.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An API key that somebody made through the edge.
 *
 * @param secret what callers show
 * @param hash what the management API knows it by
 */
public record Key(String secret, String hash) {

    /**
     * Makes a key.
     *
     * @param management the gateway with the access token of its owner
     * @param wish the body of the request
     */
    public static Key create(Gateway management, String wish) {
        Answer answer = management.post("/api/v1/keys", wish);
        if (answer.status() != 201) {
            throw new AssertionError("no key: " + answer);
        }
        JsonNode created = answer.json();
        return new Key(created.path("key").asText(), created.at("/data/hash").asText());
    }

    /** Where the management API has it. */
    public String path() {
        return "/api/v1/keys/" + hash;
    }
}
