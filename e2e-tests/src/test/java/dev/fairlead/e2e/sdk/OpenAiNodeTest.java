package dev.fairlead.e2e.sdk;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Cancellation;
import dev.fairlead.e2e.suite.Json;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** OpenAI's SDK for Node.js, as it is: {@code node/gateway.mjs} does the calls, here is what they must have seen. */
@OnSharedSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiNodeTest {

    private final Suite suite;
    private JsonNode results = Json.object();

    OpenAiNodeTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void run() throws IOException, InterruptedException {
        String printed = NodeProject.installed()
                .run(
                        Map.of("OPENAI_API_KEY", Demo.ACME_KEY),
                        "gateway.mjs",
                        suite.gateway().sdkUrl());
        results = Json.read(printed);
    }

    @Test
    void aChatIsAnsweredWithItsCost() {
        JsonNode chat = results.path("chat");

        assertThat(chat.path("id").asText())
                .startsWith("gen-")
                .isEqualTo(chat.path("generation").asText());
        assertThat(chat.path("text").asText().split(" ")).hasSize(5);
        assertThat(chat.path("finishReason").asText()).isEqualTo("length");
        assertThat(chat.at("/usage/cost").decimalValue()).isPositive();
    }

    @Test
    void aStreamIsAssembledAndItsLastChunkHasTheUsage() {
        JsonNode stream = results.path("stream");

        assertThat(stream.path("text").asText().split(" ")).hasSize(5);
        assertThat(stream.path("lastHasUsage").asBoolean()).isTrue();
        assertThat(stream.at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(stream.at("/usage/cost").decimalValue()).isPositive();
    }

    @Test
    void keepAlivesWhileTheProviderIsSilentDoNotDisturbAStream() {
        assertThat(results.at("/silence/text").asText().split(" ")).hasSize(3);
    }

    @Test
    void anUnknownModelIsATypedErrorThatNamesTheNearest() {
        JsonNode error = results.path("error");

        assertThat(error.path("isBadRequest").asBoolean()).isTrue();
        assertThat(error.path("status").asInt()).isEqualTo(400);
        assertThat(error.path("message").asText()).contains("sim-chatt").contains("simulator/sim-chat");
        assertThat(error.at("/body/metadata/error_type").asText()).isEqualTo("invalid_request");
    }

    @Test
    void aCancelledStreamIsCancelledAtTheProvider() {
        JsonNode cancel = results.path("cancel");

        assertThat(cancel.path("read").asInt()).isEqualTo(3);
        Cancellation.assertReachedProvider(
                suite,
                cancel.path("generation").asText(),
                Instant.parse(cancel.path("closedAt").asText()));
    }
}
