package dev.fairlead.edge.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Features;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a request says about models, plugins, presets and sessions, in today's words and in older ones. */
class RoutingWishesTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void readsWeightsOfModels() {
        // When
        ChatRequest request = read(
                "\"routing_strategy\":\"weighted_by_inverse_price\",\"models\":["
                        + "{\"model\":\"a\",\"weight\":10},{\"model\":\"b\",\"weight\":2.5},{\"model\":\"c\",\"weight\":null},\"d\"]");

        // Then
        assertThat(request.models()).containsExactly("a", "b", "c", "d");
        assertThat(request.weightOf("a")).isEqualTo(10);
        assertThat(request.weightOf("b")).isEqualTo(2.5);
        assertThat(request.weightOf("c")).isNaN();
        assertThat(request.weightOf("d")).isNaN();
        assertThat(request.weightOf("e")).isNaN();
    }

    @Test
    void triesModelsOfTransformsAfterTheOthers() {
        // When
        ChatRequest request = read("\"model\":\"a\",\"models\":[\"b\"],\"route\":\"fallback\","
                + "\"transforms\":[\"c\",\"a\",\"b\",\"d\",\"c\"]");

        // Then
        assertThat(request.models()).containsExactly("a", "b", "c", "d");
        assertThat(request.fieldOf("a")).isEqualTo("model");
        assertThat(request.fieldOf("b")).isEqualTo("models");
        assertThat(request.fieldOf("c")).isEqualTo("transforms");
        assertThat(request.fieldOf("d")).isEqualTo("transforms");
    }

    @Test
    void namesTheFieldOfTheOnlyModel() {
        assertThat(read("\"models\":[\"b\",\"c\"]").fieldOf("b")).isEqualTo("models");
        assertThat(read("\"model\":\"b\"").fieldOf("b")).isEqualTo("model");
        assertThat(read("\"transforms\":[\"b\"]").fieldOf("b")).isEqualTo("transforms");
    }

    @Test
    void saysWhyTheKnownTransformIsRefused() {
        assertThat(refusal("\"model\":\"a\",\"transforms\":[\"middle-out\"]"))
                .startsWith("transforms: 'middle-out' is not supported yet");
    }

    @Test
    void leavesWildcardsAsTheyAre() {
        assertThat(read("\"model\":\"/*\"").models()).containsExactly("/*");
    }

    @Test
    void readsPluginsThatAreSwitchedOn() {
        // When
        ChatRequest request = read("\"model\":\"a\",\"plugins\":[{\"id\":\"auto-router\",\"cost_tier\":\"low\"},"
                + "{\"id\":\"fairlead-task\",\"enabled\":false},{\"id\":\"web\",\"enabled\":false},"
                + "{\"id\":\"fairlead-consensus\",\"enabled\":true},{\"id\":\"auto-beta-router\"}]");

        // Then
        assertThat(request.plugin("auto-router")).hasToString("{\"id\":\"auto-router\",\"cost_tier\":\"low\"}");
        assertThat(request.plugin("fairlead-task")).isNull();
        assertThat(request.plugin("web")).isNull();
        assertThat(request.plugin("fairlead-consensus")).isNotNull();
        assertThat(request.plugin("auto-beta-router")).isNotNull();
    }

    @Test
    void namesThePluginsThatItKnows() {
        assertThat(refusal("\"model\":\"a\",\"plugins\":[{\"id\":\"web\"}]"))
                .startsWith("plugins: 'web' is not supported")
                .contains("auto-router", "fairlead-task", "fairlead-budget", "fairlead-consensus");
    }

    @Test
    void readsThePresetWhereverItIsNamed() {
        assertThat(read("\"model\":\"a\"").preset()).isNull();
        assertThat(read("\"model\":\"a\",\"preset\":\"mail\"").preset()).isEqualTo("mail");
        assertThat(read("\"model\":\"a@preset/mail\"").preset()).isEqualTo("mail");
        assertThat(read("\"model\":\"@preset/mail\"").preset()).isEqualTo("mail");
        assertThat(read("\"model\":\"@preset/mail\",\"preset\":\"mail\"").preset())
                .isEqualTo("mail");
    }

    @Test
    void mayLeaveTheModelToThePreset() {
        assertThat(read("\"preset\":\"mail\"").models()).isEmpty();
    }

    @Test
    void readsWhetherToHedge() {
        assertThat(read("\"model\":\"a\"").hedge()).isNull();
        assertThat(read("\"model\":\"a\",\"hedge\":null").hedge()).isNull();
        assertThat(read("\"model\":\"a\",\"hedge\":true").hedge()).isTrue();
        assertThat(read("\"model\":\"a\",\"hedge\":false").hedge()).isFalse();
    }

    @Test
    void takesHeadersThatClientsPutIntoTheBody() {
        // When
        ChatRequest request = read("\"model\":\"a\",\"headers\":{\"HTTP-Referer\":\"https://app.example\","
                + "\"X-Title\":\"App\",\"X-Department\":\"research\",\"Authorization\":\"Bearer x\",\"X-Other\":7,"
                + "\"X-OpenRouter-Title\":null}");

        // Then
        assertThat(request.header("http-referer")).isEqualTo("https://app.example");
        assertThat(request.header("x-title")).isEqualTo("App");
        assertThat(request.header("x-department")).isEqualTo("research");
        assertThat(request.header("x-openrouter-title")).isNull();
        assertThat(request.header("authorization")).isNull();
        assertThat(request.header("x-other")).isNull();
    }

    @Test
    void prefersTheSessionOfTheBodyThenTheRealHeaderThenTheOneInTheBody() {
        assertThat(session("\"session_id\":\"s\",\"headers\":{\"X-Session-Id\":\"b\"}", "h"))
                .isEqualTo("s");
        assertThat(session("\"headers\":{\"X-Session-Id\":\"b\"}", "h")).isEqualTo("h");
        assertThat(session("\"headers\":{\"X-Session-Id\":\"b\"}", null)).isEqualTo("b");
        assertThat(session("\"n\":1", null)).isNull();
        assertThat(session("\"n\":1", " ")).isNull();
    }

    @Test
    void knowsWhichParametersAreSentInTheWordsOfTheCatalog() {
        assertThat(read("\"model\":\"a\"").features().parameters()).isEmpty();
        assertThat(read("\"model\":\"a\",\"temperature\":0,\"seed\":null,\"safe_prompt\":true,\"stop\":[]")
                        .features()
                        .parameters())
                .containsExactly("temperature");
        assertThat(read("\"model\":\"a\",\"max_completion_tokens\":5,\"reasoning_effort\":\"low\","
                                + "\"tools\":[{}],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true")
                        .features()
                        .parameters())
                .containsExactlyInAnyOrder("max_tokens", "reasoning", "tools", "tool_choice");
    }

    @Test
    void tellsASchemaFromAnyJson() {
        assertThat(parametersOf("{\"type\":\"json_object\"}")).containsExactly("response_format");
        assertThat(parametersOf("{\"json_schema\":{\"type\":\"x\"},\"type\":\"json_schema\"}"))
                .containsExactlyInAnyOrder("response_format", "structured_outputs");
        assertThat(parametersOf("\"text\"")).containsExactly("response_format");
    }

    @Test
    void knowsWhetherToolsAreOffered() {
        assertThat(read("\"model\":\"a\"").offersTools()).isFalse();
        assertThat(read("\"model\":\"a\",\"tools\":[]").offersTools()).isFalse();
        assertThat(read("\"model\":\"a\",\"tools\":[{\"type\":\"function\"}]").offersTools())
                .isTrue();
    }

    @Test
    void knowsWhetherTheUsualTierIsAskedForInSoManyWords() {
        assertThat(tier("null")).extracting(Features::serviceTier).isNull();
        assertThat(tier("null").isUsualTierExplicit()).isFalse();
        assertThat(tier("\"default\"").isUsualTierExplicit()).isTrue();
        assertThat(tier("\"default\"").serviceTier()).isNull();
        assertThat(tier("\"flex\"").isUsualTierExplicit()).isFalse();
    }

    @Test
    void asksAnEndpointForTheTierOfTheCandidate() throws IOException {
        // Given
        ChatRequest request = read("\"model\":\"a\"");

        // When
        JsonNode flex = FairleadJson.mapper().readTree(request.forProvider("up", "flex"));
        JsonNode usual = FairleadJson.mapper().readTree(request.forProvider("up", null));

        // Then
        assertThat(flex.get("service_tier").textValue()).isEqualTo("flex");
        assertThat(usual.has("service_tier")).isFalse();
    }

    private static Features tier(String tier) {
        return read("\"model\":\"a\",\"service_tier\":" + tier).features();
    }

    private static Iterable<String> parametersOf(String format) {
        return read("\"model\":\"a\",\"response_format\":" + format).features().parameters();
    }

    private static @Nullable String session(String members, @Nullable String header) {
        ChatRequest request = ChatRequest.read(body("\"model\":\"a\"," + members), new OrganisationId("acme"), header);
        assertThat(request.namesSession()).isEqualTo(request.session() != null);
        return request.session();
    }

    private static String refusal(String members) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> read(members));
        assertThat(refused).as("refused").isNotNull();
        return refused.error().message();
    }

    private static ChatRequest read(String members) {
        return ChatRequest.read(body(members), new OrganisationId("acme"));
    }

    private static byte[] body(String members) {
        return ("{" + members + "," + MESSAGES + "}").getBytes(StandardCharsets.UTF_8);
    }
}
