package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.contract.OpenApiContract;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What decides where a request goes besides itself: presets, defaults, policies and virtual models. Policies define names
 * of their own and defaults belong to keys of their own, so that nobody else on this stack notices.
 */
@OnSharedSuite
class RoutingTest {

    private static final String EXPLAIN = "/api/v1/route/explain";
    private static final String POLICIES = "/api/v1/routing/policies/";
    private static final String DEFAULTS = "/api/v1/routing/defaults";
    private static final String MODEL = "simulator/sim-chat";
    private static final Duration EVERYWHERE_BY = Duration.ofSeconds(3);

    private final Suite suite;
    private final Gateway gateway;
    private final Gateway alice;
    private final String name = "e2e-" + Long.toString(System.nanoTime(), 36);
    private final List<Runnable> undo = new ArrayList<>();

    RoutingTest(Suite suite) {
        this.suite = suite;
        this.gateway = suite.gateway();
        this.alice = suite.gateway().withKey(suite.people().tokenOf("alice"));
    }

    @BeforeEach
    void closeBreakers() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> explain(gateway, Chat.to(MODEL)).path("candidates").size() == 2);
    }

    @AfterEach
    void undo() {
        undo.forEach(Runnable::run);
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    private static JsonNode explain(Gateway caller, Chat chat) {
        return ok(caller.post(EXPLAIN, chat.json())).path("data");
    }

    private static List<String> endpoints(JsonNode explanation) {
        return explanation.path("candidates").findValuesAsText("endpoint");
    }

    private Key key(String wish) {
        Key key = Key.create(alice, wish);
        undo.add(() -> alice.delete(key.path()));
        return key;
    }

    private void policy(String document) {
        ok(alice.put(POLICIES + name, document));
        undo.add(() -> alice.delete(POLICIES + name));
    }

    /** A model name that a policy of this test defines. */
    private String defined() {
        return "acme/" + name;
    }

    private Chat whenKnown(Chat chat) {
        await().atMost(EVERYWHERE_BY)
                .until(() -> gateway.post(EXPLAIN, chat.json()).status() == 200);
        return chat;
    }

    @Test
    void aPresetIsLaidUnderARequestHoweverItIsNamed() {
        // Given
        Chat stored = Chat.to(MODEL).maxTokens(3).with("provider", "{\"only\":[\"simulator-b\"]}");
        ok(gateway.post("/api/v1/presets/" + name + "/chat/completions", stored.json()));
        undo.add(() -> gateway.delete("/api/v1/presets/" + name));
        Chat byField = whenKnown(Chat.to(MODEL).with("preset", "\"" + name + "\""));

        for (Chat chat : List.of(byField, Chat.to("@preset/" + name), Chat.to("simulator/sim-flaky@preset/" + name))) {
            // When
            Answer answer = gateway.chat(chat);

            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("provider").asText()).isEqualTo("Simulator B");
            assertThat(answer.json().at("/usage/completion_tokens").asInt()).isEqualTo(3);
        }
        Answer unknown = gateway.chat(Chat.to("@preset/nobody-has-this"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.error().path("message").asText())
                .contains("there is no preset 'nobody-has-this'")
                .contains(name);
    }

    @Test
    void defaultsOfAKeyAndItsOrganisationNarrowItsRequests() {
        // Given
        Key key = key("{\"name\":\"" + name + "\"}");
        Gateway narrowed = gateway.withKey(key.secret());
        Gateway acme = alice.with("x-organisation", "acme");
        undo.add(() -> acme.delete(DEFAULTS + "/keys/" + key.hash()));

        // When
        ok(acme.put(DEFAULTS + "/keys/" + key.hash(), "{\"strategy\":\"latency\",\"ignore\":[\"simulator\"]}"));

        // Then
        await().atMost(EVERYWHERE_BY).untilAsserted(() -> {
            JsonNode explanation = explain(narrowed, Chat.to(MODEL));
            assertThat(explanation.at("/strategy/from").asText()).isEqualTo("key_default");
            assertThat(explanation.at("/strategy/name").asText()).isEqualTo("latency");
            assertThat(endpoints(explanation)).containsExactly("simulator-b/sim-chat");
        });
        assertThat(narrowed.chat(Chat.to(MODEL).maxTokens(2))
                        .json()
                        .path("provider")
                        .asText())
                .isEqualTo("Simulator B");
        Answer refused = narrowed.chat(Chat.to(MODEL).onlyAt("simulator"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.error().at("/availability/code").asText()).isEqualTo("constraint_filtered");
        assertThat(endpoints(explain(gateway, Chat.to(MODEL)))).hasSize(2);
    }

    @Test
    void aSplitKeepsAUserInItsArmAndIsRecorded() {
        // Given
        policy("""
                {"organisation":"acme","defines":"%s","rules":[{"name":"trial","then":{"split":[
                  {"arm":"old","percent":50,"models":["simulator/sim-chat"]},
                  {"arm":"new","percent":50,"models":["simulator/sim-fast"]}]}}]}""".formatted(defined()));
        whenKnown(Chat.to(defined()));
        Set<String> models = new HashSet<>();

        for (int user = 0; user < 12; user++) {
            // When
            Chat chat = Chat.to(defined()).maxTokens(2).with("user", "\"user-" + user + "\"");
            JsonNode foreseen = explain(gateway, chat);
            Answer first = gateway.chat(chat);
            Answer second = gateway.chat(chat);

            // Then
            String model = first.json().path("model").asText();
            assertThat(second.json().path("model").asText()).isEqualTo(model);
            assertThat(foreseen.at("/candidates/0/model").asText()).isEqualTo(model);
            assertThat(foreseen.at("/policies/applied/0/arm").asText())
                    .isEqualTo(model.endsWith("sim-fast") ? "new" : "old");
            models.add(model);
        }
        assertThat(models).containsExactlyInAnyOrder(MODEL, "simulator/sim-fast");
    }

    @Test
    void aPolicyRefusesInItsOwnName() {
        // Given
        policy("""
                {"organisation":"acme","defines":"%s","rules":[
                  {"name":"inside","when":{"headers":{"x-title":["inside"]}},"then":{"pick":["simulator/sim-fast"]}},
                  {"name":"outside","then":{"deny":"only for what is inside"}}]}""".formatted(defined()));
        Chat chat = whenKnown(Chat.to(defined()).maxTokens(2));

        // When
        Answer denied = gateway.chat(chat);
        Answer explained = gateway.post(EXPLAIN, chat.json());
        Answer allowed = gateway.with("x-title", "inside").chat(chat);

        // Then
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.error().at("/metadata/error_type").asText()).isEqualTo("permission_denied");
        assertThat(denied.error().path("message").asText())
                .isEqualTo("Refused by the policy '" + name + "': only for what is inside");
        assertThat(ok(explained).at("/data/error/code").asInt()).isEqualTo(403);
        assertThat(allowed.json().path("model").asText()).isEqualTo("simulator/sim-fast");
    }

    @Test
    void autoAnswersAndSaysHow() {
        // Given
        Chat chat = Chat.to("openrouter/auto")
                .saying("Why does this Java loop not end? while (i < 3) { }")
                .maxTokens(2)
                .with("plugins", "[{\"id\":\"auto-router\",\"allowed_models\":[\"simulator/sim-chat\"]}]");

        // When
        Answer answer = gateway.with("x-openrouter-metadata", "enabled").chat(chat);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("model").asText()).isEqualTo(MODEL);
        assertThat(answer.json().at("/openrouter_metadata/strategy").asText()).isEqualTo("auto");
        assertThat(answer.json().at("/openrouter_metadata/requested").asText()).isEqualTo("openrouter/auto");
        JsonNode explanation = explain(gateway, chat);
        assertThat(explanation.at("/virtual/model").asText()).isEqualTo("fairlead/auto");
        assertThat(explanation.at("/virtual/reason").asText()).isNotEmpty();
    }

    @Test
    void freeCostsNothing() {
        Answer answer = gateway.chat(Chat.to("fairlead/free").maxTokens(2));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("model").asText()).isEqualTo("simulator/sim-free");
        assertThat(answer.json().at("/usage/cost").decimalValue()).isZero();
    }

    @Test
    void taskGoesByTheRequestsTable() {
        Chat chat = Chat.to("fairlead/task")
                .maxTokens(2)
                .with(
                        "plugins",
                        "[{\"id\":\"fairlead-task\",\"task\":\"translation\",\"models\":"
                                + "{\"translation\":[\"simulator/sim-fast\"]},\"default\":[\"simulator/sim-chat\"]}]");

        assertThat(gateway.chat(chat).json().path("model").asText()).isEqualTo("simulator/sim-fast");
        assertThat(gateway.chat(Chat.to("fairlead/magic"))
                        .error()
                        .path("message")
                        .asText())
                .contains("fairlead/auto, fairlead/task, fairlead/budget");
    }

    @Test
    void budgetTakesDearModelsOnlyWhileTodaysShareLasts() {
        // Given: a daily limit, of which one answer of the dear model spends nearly nothing
        Key key = key("{\"name\":\"" + name + "\",\"limit\":0.01,\"limit_reset\":\"daily\"}");
        Gateway limited = gateway.withKey(key.secret());
        Chat chat = Chat.to("fairlead/budget")
                .maxTokens(2)
                .with(
                        "plugins",
                        "[{\"id\":\"fairlead-budget\",\"models\":[\"simulator/sim-chat\"],"
                                + "\"otherwise\":[\"simulator/sim-free\"]}]");

        // When
        Answer dear = limited.chat(chat);

        // Then
        assertThat(dear.json().path("model").asText()).as(dear.body()).isEqualTo(MODEL);
        JsonNode budget = explain(limited, chat).at("/virtual/budget");
        assertThat(budget.path("days_left").asInt()).isEqualTo(1);
        assertThat(budget.path("share_today").decimalValue()).isEqualByComparingTo("0.01");

        // When the limit is lowered to what is spent
        suite.awaitBooked();
        ok(alice.patch(
                key.path(),
                "{\"limit\":" + dear.json().at("/usage/cost").decimalValue().toPlainString() + "}"));

        // Then
        await().atMost(EVERYWHERE_BY)
                .untilAsserted(
                        () -> assertThat(limited.chat(chat).json().path("model").asText())
                                .isEqualTo("simulator/sim-free"));
    }

    @Test
    void whatIsExplainedIsDone() {
        // Given a conversation, which draws the same each time
        for (int session = 0; session < 6; session++) {
            Chat chat = Chat.to(MODEL).maxTokens(2).with("session_id", "\"" + name + session + "\"");

            // When
            JsonNode explanation = explain(gateway, chat);
            Answer answer = gateway.chat(chat);

            // Then
            assertThat(suite.simulator().callsFor(answer.generation())).hasSize(1);
            assertThat(answer.json().path("provider").asText())
                    .isEqualTo(explanation.at("/candidates/0/provider").asText());
        }
    }

    @Test
    void anExplanationKeepsToItsDocumentAndItsSeed() {
        Chat chat = Chat.to(MODEL);

        Answer first = gateway.post(EXPLAIN + "?seed=7", chat.json());
        Answer second = gateway.post(EXPLAIN + "?seed=7", chat.json());
        Answer nowhere = gateway.post(
                EXPLAIN, chat.with("provider", "{\"max_price\":{\"prompt\":0}}").json());

        assertThat(endpoints(first.json().path("data")))
                .isEqualTo(endpoints(second.json().path("data")));
        assertThat(first.json().at("/data/seed").asLong()).isEqualTo(7);
        assertThat(nowhere.json().at("/data/error/availability/code").asText()).isEqualTo("constraint_filtered");
        assertThat(gateway.post(EXPLAIN, "{\"model\":\"" + MODEL + "\"}").status())
                .isEqualTo(400);
        assertThat(gateway.post(EXPLAIN + "?seed=x", chat.json()).status()).isEqualTo(400);
        OpenApiContract contract = OpenApiContract.of(gateway);
        contract.validates("POST", EXPLAIN, first);
        contract.validates("POST", EXPLAIN, nowhere);
    }
}
