package dev.fairlead.e2e.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Live answers of every area, held against the document that the edge publishes. */
@OnSharedSuite
class PublishedContractTest {

    private static final String SIM_CHAT = "simulator/sim-chat";

    private final Suite suite;
    private final OpenApiContract contract;

    PublishedContractTest(Suite suite) {
        this.suite = suite;
        this.contract = OpenApiContract.of(suite.gateway());
    }

    private Gateway as(String person) {
        return suite.gateway().withKey(suite.people().tokenOf(person));
    }

    private Answer valid(Gateway caller, String path) {
        Answer answer = caller.get(path);
        contract.validates("GET", path, answer);
        return answer;
    }

    // ---- the catalog

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/models",
                "/api/v1/models?limit=20&offset=10",
                "/api/v1/models?output_modalities=all",
                "/api/v1/models?q=sim&sort=pricing-low-to-high",
                "/api/v1/models?use_rss=true&limit=3",
                "/api/v1/models/count",
                "/api/v1/models/count?output_modalities=all",
                "/api/v1/models/user",
                "/api/v1/model/simulator/sim-chat",
                "/api/v1/model/stepfun/step-3.5-flash:free",
                "/api/v1/models/simulator/sim-chat/endpoints",
                "/api/v1/providers",
                "/api/v1/endpoints/zdr",
                "/api/v1/embeddings/models"
            })
    void theCatalogAnswersAsDocumentedForAKey(String path) {
        Answer answer = valid(suite.gateway(), path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("etag")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/models",
                "/api/v1/models/count",
                "/api/v1/model/simulator/sim-chat",
                "/api/v1/models/simulator/sim-chat/endpoints",
                "/api/v1/providers",
                "/api/v1/endpoints/zdr",
                "/api/v1/embeddings/models"
            })
    void theCatalogAnswersAsDocumentedForAnybody(String path) {
        Answer answer = valid(suite.gateway().without("authorization"), path);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void everyModelsEndpointsAreAsDocumented() {
        JsonNode models = suite.gateway()
                .get("/api/v1/models?output_modalities=all&limit=40&sort=most-popular")
                .json()
                .path("data");

        assertThat(models).isNotEmpty().allSatisfy(model -> {
            String details = model.at("/links/details").asText();
            assertThat(valid(suite.gateway(), details).status()).isEqualTo(200);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/models?sort=upside-down, 400",
        "/api/v1/models?limit=0, 400",
        "/api/v1/models?min_price=cheap, 400",
        "/api/v1/models?zdr=perhaps, 400",
        "/api/v1/models/count?output_modalities=smell, 400",
        "/api/v1/embeddings/models?offset=-1, 400",
        "/api/v1/model/simulator/nothing-of-that-name, 404",
        "/api/v1/models/simulator/nothing-of-that-name/endpoints, 404"
    })
    void theCatalogRefusesAsDocumented(String path, int status) {
        assertThat(valid(suite.gateway(), path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/models", "/api/v1/model/simulator/sim-chat", "/api/v1/providers"})
    void anAnswerThatHasNotChangedIsAsDocumented(String path) {
        // Given
        String etag = suite.gateway().get(path).header("etag").orElseThrow();

        // When
        Answer answer = valid(suite.gateway().with("if-none-match", etag), path);

        // Then
        assertThat(answer.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/models/user", "/api/v1/key", "/api/v1/generation?id=gen-1"})
    void whoHasNoKeyIsRefusedAsDocumented(String path) {
        assertThat(valid(suite.gateway().without("authorization"), path).status())
                .isEqualTo(401);
    }

    // ---- chat and its records

    @Test
    void aWholeAnswerIsAsDocumented() {
        // When
        Answer answer = suite.gateway().chat(Chat.to(SIM_CHAT).maxTokens(5));

        // Then
        contract.validates("POST", Gateway.CHAT, answer);
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void theChunksOfAStreamAreAsDocumented() {
        // When
        StreamedAnswer stream = suite.gateway().stream(Chat.to(SIM_CHAT).maxTokens(5));

        // Then
        assertThat(stream.chunks())
                .hasSizeGreaterThan(5)
                .allSatisfy(chunk -> contract.validates("ChatCompletionChunk", chunk));
    }

    @Test
    void theAnswerOfSeveralModelsIsAsDocumentedThoughOneHasFailed() {
        // Given
        Chat chat = Chat.to("fairlead/consensus")
                .maxTokens(3)
                .with(
                        "plugins",
                        "[{\"id\":\"fairlead-consensus\",\"models\":[\"" + SIM_CHAT + "\",\"nobody/nothing\"]}]");

        // When
        Answer answer = suite.gateway().chat(chat);
        StreamedAnswer stream = suite.gateway().stream(chat);

        // Then
        contract.validates("POST", Gateway.CHAT, answer);
        contract.validates("Consensus", answer.json().path("consensus"));
        assertThat(stream.chunks()).hasSize(2).allSatisfy(chunk -> contract.validates("ChatCompletionChunk", chunk));
    }

    @ParameterizedTest
    @CsvSource({"simulator/sim-down, 503", "nobody/nothing, 400"})
    void aRefusedChatIsAsDocumented(String model, int status) {
        // When
        Answer answer = suite.gateway().chat(Chat.to(model));

        // Then
        contract.validates("POST", Gateway.CHAT, answer);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void theRecordOfAChatIsAsDocumented() {
        // Given
        Answer chat = suite.gateway().chat(Chat.to(SIM_CHAT).maxTokens(1));
        suite.awaitBooked();

        // When, Then
        assertThat(valid(suite.gateway(), "/api/v1/generation?id=" + chat.generation())
                        .status())
                .isEqualTo(200);
        assertThat(valid(suite.gateway(), "/api/v1/key").status()).isEqualTo(200);
    }

    // ---- management

    @Test
    void keysAreAsDocumentedThroughTheirLife() {
        // Given
        Gateway alice = as("alice");
        String wish = "{\"name\":\"documented\",\"limit\":1,\"limit_reset\":\"daily\"}";

        // When
        Answer made = alice.post("/api/v1/keys", wish);
        contract.validates("POST", "/api/v1/keys", made);
        Key key = new Key(
                made.json().path("key").asText(), made.json().at("/data/hash").asText());
        Answer changed = alice.patch(key.path(), "{\"disabled\":true}");
        contract.validates("PATCH", key.path(), changed);
        valid(alice, "/api/v1/keys?include_disabled=true");
        valid(alice, key.path());
        Answer deleted = alice.delete(key.path());
        contract.validates("DELETE", key.path(), deleted);

        // Then
        assertThat(made.status()).isEqualTo(201);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(valid(alice, key.path()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, /api/v1/credits, 200",
        "bob, /api/v1/credits, 403",
        "alice, /api/v1/keys?offset=-1, 400",
        "alice, /api/v1/catalog/changes?limit=5, 200",
        "alice, /api/v1/catalog/changes?limit=0, 400",
        "alice, /api/v1/catalog/held-prices, 200",
        "dave, /api/v1/catalog/held-prices, 403"
    })
    void peopleAreAnsweredAsDocumented(String person, String path, int status) {
        assertThat(valid(as(person), path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/keys", "/api/v1/credits", "/api/v1/catalog/changes"})
    void whoShowsNoTokenIsRefusedAsDocumented(String path) {
        assertThat(valid(suite.gateway().without("authorization"), path).status())
                .isEqualTo(401);
    }

    // ---- the check itself

    @Test
    void anUndocumentedAnswerIsFound() {
        // Given
        Answer list = suite.gateway().get("/api/v1/model/simulator/sim-chat");
        ObjectNode withMore = list.json().deepCopy();
        withMore.withObject("/data").put("secret", "x");
        ObjectNode withLess = list.json().deepCopy();
        withLess.withObject("/data").remove("pricing");

        // When, Then
        String path = "/api/v1/model/simulator/sim-chat";
        contract.validates("GET", path, 200, list.json());
        assertThatThrownBy(() -> contract.validates("GET", path, 200, withMore)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contract.validates("GET", path, 200, withLess)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contract.validates("GET", path, 418, list.json()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contract.validates("GET", "/api/v1/nothing", 200, list.json()))
                .isInstanceOf(AssertionError.class);
    }
}
