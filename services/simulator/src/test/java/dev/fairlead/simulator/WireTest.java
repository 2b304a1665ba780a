package dev.fairlead.simulator;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.fairlead.simulator.Caller.body;
import static dev.fairlead.simulator.Caller.data;
import static dev.fairlead.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

/** OpenAI's format over real connections. */
@QuarkusTest
@TestProfile(TracedProfile.class)
class WireTest {

    @TestHTTPResource("/")
    URI base = URI.create("/");

    private Caller caller = new Caller(base);

    @BeforeEach
    void connect() {
        caller = new Caller(base);
    }

    @Test
    void aWholeAnswer() {
        // When
        HttpResponse<String> response = caller.chat("completion=5", body(false));

        // Then
        JsonNode json = json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(json.at("/model").asText()).isEqualTo("sim-fast");
        assertThat(json.at("/choices/0/message/content").asText().split(" ")).hasSize(5);
        assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValue(json.at("/id").asText());
    }

    @Test
    void aStreamOneTokenToAChunk() {
        // When
        HttpResponse<String> response = caller.chat("completion=5", body(true));

        // Then
        List<String> events = data(response.body());
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(events).hasSize(1 + 5 + 1 + 1).last().isEqualTo("[DONE]");
        assertThat(json(events.get(0)).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(json(events.get(1)).at("/choices/0/delta/content").asText()).isNotBlank();
        assertThat(json(events.get(6)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(response.body()).doesNotContain("\"usage\"");
    }

    @Test
    void aStreamWithUsage() {
        List<String> events =
                data(caller.chat("completion=5", body(true, "\"stream_options\":{\"include_usage\":true}"))
                        .body());
        JsonNode last = json(events.get(events.size() - 2));
        assertThat(last.get("choices")).isEmpty();
        assertThat(last.at("/usage/total_tokens").asInt()).isEqualTo(8);
    }

    @Test
    void theSameSeedGivesTheSameTextAndAnotherSeedAnother() {
        String first = content(caller.chat("", body(false, "\"seed\":7", "\"max_tokens\":20")));
        assertThat(content(caller.chat("", body(false, "\"seed\":7", "\"max_tokens\":20"))))
                .isEqualTo(first);
        assertThat(content(caller.chat("", body(false, "\"seed\":8", "\"max_tokens\":20"))))
                .isNotEqualTo(first);
    }

    private static String content(HttpResponse<String> response) {
        return json(response).at("/choices/0/message/content").asText();
    }

    @Test
    void theRequestsLimitDecidesTheLength() {
        JsonNode json = json(caller.chat("", body(false, "\"max_completion_tokens\":3")));
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void cachedAndReasoningTokensAreReported() {
        JsonNode usage = json(caller.chat("prompt=100,cached=64,completion=20,reasoning=15", body(false)))
                .get("usage");
        assertThat(usage.at("/prompt_tokens").asInt()).isEqualTo(100);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(64);
        assertThat(usage.at("/completion_tokens").asInt()).isEqualTo(20);
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(15);
    }

    @Test
    void whatOneInstanceHasReadBeforeIsCachedThereAndNowhereElse() {
        String first = "{\"role\":\"system\",\"content\":\"" + "Once more. ".repeat(20) + "\"}";
        String second = "{\"role\":\"user\",\"content\":\"" + "Another word. ".repeat(10) + "\"}";
        String third = "{\"role\":\"user\",\"content\":\"Yes.\"}";

        assertThat(cached("/east/v1", first, second)).isZero();
        assertThat(cached("/east/v1", first, second, third)).isEqualTo((220 + 140) / 4);
        assertThat(cached("/east/v1", first, third)).isEqualTo(220 / 4);
        assertThat(cached("/east/v1", second, first)).isZero();
        assertThat(cached("/west/v1", first, second)).isZero();
    }

    private int cached(String instance, String... messages) {
        String body = "{\"model\":\"sim-fast\",\"messages\":[" + String.join(",", messages) + "]}";
        return json(caller.post(
                        instance + "/chat/completions",
                        body,
                        "Authorization",
                        "Bearer sk-test",
                        "X-Sim",
                        "cached=seen"))
                .at("/usage/prompt_tokens_details/cached_tokens")
                .asInt();
    }

    @Test
    void configuredAndBuiltInModelsAreListedAndOthersAreNot() {
        JsonNode models = json(caller.get("/other/v1/models", "Authorization", "Bearer x"));
        assertThat(models.at("/object").asText()).isEqualTo("list");
        assertThat(models.get("data").findValuesAsText("id"))
                .contains("sim-chat", "sim-fast", "sim-hang", "configured/model");
        assertThat(caller.get("/v1/models/sim-chat", "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.get("/v1/models/nope", "Authorization", "Bearer x").statusCode())
                .isEqualTo(404);
        assertThat(caller.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void aModelHasTheBehaviourOfTheConfiguration() {
        String body = body(false).replace("sim-fast", "configured/model");
        assertThat(json(caller.chat("", body)).at("/usage/completion_tokens").asInt())
                .isEqualTo(3);
    }

    @Test
    void instancesAreProvidersOfTheirOwn() {
        String id = Caller.requestId();
        HttpResponse<String> response = caller.post(
                "/second/v1/chat/completions", body(false), "Authorization", "Bearer x", "x-request-id", id);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(caller.call(id).path("instance").asText()).isEqualTo("second");
    }

    @Test
    void withoutAKeyNothingIsAnswered() {
        HttpResponse<String> response = caller.post("/v1/chat/completions", body(false));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).at("/error/message").asText()).contains("API key");
    }

    @Test
    void aBadRequestNamesItsField() {
        HttpResponse<String> response = caller.chat("", body(false).replace("\"Hello there\"", "5"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/param").asText()).isEqualTo("messages[0].content");
    }

    @Test
    void aBadBehaviourNamesItsKey() {
        HttpResponse<String> response = caller.chat("tps=fast", body(false));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).contains("X-Sim", "'tps'", "'fast'");
        assertThat(json(response).at("/error/param").asText()).isEqualTo("X-Sim: tps");
    }

    @Test
    void anUnknownPathHasTheEnvelopeToo() {
        HttpResponse<String> response = caller.post("/v1/nothing", "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("unknown_url");
    }

    @Test
    void thereIsHelp() {
        assertThat(caller.get("/").body()).contains("/v1/chat/completions", "X-Sim", "/sim/calls");
    }
}
