package dev.fairlead.e2e.catalog;

import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Json;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A provider, a model and an endpoint of one's own, entered through the management API; the simulator answers. */
record OwnOffer(Gateway management, String provider, String model) {

    private static final String CATALOG = "/api/v1/catalog";

    /**
     * Enters all three.
     *
     * @param simulator what to call
     * @param organisation whose they are; null for everybody's
     * @param credential what the simulator is shown
     */
    static OwnOffer enter(Gateway management, URI simulator, @Nullable String organisation, String credential) {
        String author = organisation == null ? "own" : organisation;
        String name = "own-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        assertCreated(management.post(
                CATALOG + "/providers",
                entry(organisation)
                        .put("id", name)
                        .put("name", "One's own")
                        .put("base_url", simulator + "/v1")
                        .put("dialect", "openai")
                        .put("authentication", "bearer")
                        .put("credential", credential)
                        .toString()));
        assertCreated(management.post(
                CATALOG + "/models",
                entry(organisation)
                        .put("author", author)
                        .put("slug", name)
                        .put("name", "One's own model")
                        .put("context_length", 8000)
                        .toString()));
        ObjectNode endpoint = entry(organisation)
                .put("model", author + "/" + name)
                .put("provider", name)
                .put("upstream_model", "sim-chat")
                .put("max_output_tokens", 1000);
        endpoint.putObject("prices").put("input", "3").put("output", "4");
        assertCreated(management.post(CATALOG + "/endpoints", endpoint.toString()));
        return new OwnOffer(management, name, author + "/" + name);
    }

    Answer rotate(String credential) {
        return management.put(
                CATALOG + "/providers/" + provider + "/credential",
                Json.object().put("credential", credential).toString());
    }

    /** Offers it to other organisations, in dollars per million tokens. */
    Answer offer(String input, String output) {
        ObjectNode body = Json.object();
        body.put("input", input).put("output", output);
        return management.put(endpoint() + "/offer", body.toString());
    }

    Answer reprice(String input, String output) {
        ObjectNode body = Json.object().put("why", "a test");
        body.putObject("prices").put("input", input).put("output", output);
        return management.patch(endpoint(), body.toString());
    }

    String endpoint() {
        return CATALOG + "/endpoints/" + provider + "/sim-chat";
    }

    String providerPath() {
        return CATALOG + "/providers/" + provider;
    }

    private static ObjectNode entry(@Nullable String organisation) {
        ObjectNode entry = Json.object();
        return organisation == null ? entry : entry.put("organisation", organisation);
    }

    private static void assertCreated(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
