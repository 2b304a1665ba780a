package dev.fairlead.e2e.catalog;

import java.math.BigDecimal;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.devstack.Part;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** New facts, brought by an operator. */
@OnSharedSuite
class ImportTest {

    private static final String IMPORTS = "/api/v1/catalog/imports";

    private final Suite suite;
    private Gateway operator;
    private String name = "";

    ImportTest(Suite suite) {
        this.suite = suite;
        this.operator = suite.gateway();
    }

    @BeforeEach
    void signIn() {
        operator = suite.gateway().withKey(suite.people().tokenOf("alice"));
        name = "imported-" + Long.toString(System.nanoTime(), 36);
    }

    private String facts(String input, String output) {
        return """
                author: %1$s
                models:
                  - slug: one
                    name: One
                    context_length: 8000
                    max_output_tokens: 1000
                ---
                provider: %1$s
                name: Imported
                kind: private
                base_url: %2$s/v1
                dialect: openai
                authentication: bearer
                environment_keys: [SIMULATOR_API_KEY]
                trains: false
                retention_days: 0
                endpoints:
                  - model: %1$s/one
                    upstream_model: sim-chat
                    price: {as_of: 2026-11-01, input: %3$s, output: %4$s}
                """.formatted(name, suite.stack().part(Part.SIMULATOR).uri(), input, output);
    }

    private Answer propose(String facts) {
        return operator.with("content-type", "application/yaml").post(IMPORTS, facts);
    }

    private JsonNode proposed(String facts) {
        Answer answer = propose(facts);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private void apply(JsonNode proposal) {
        Answer applied = operator.post(
                IMPORTS + "/" + proposal.path("id").asText() + "/apply", "{\"why\":\"an end-to-end test\"}");
        assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    }

    private Answer ask() {
        return suite.gateway().chat(Chat.to(name + "/one").maxTokens(2));
    }

    @Test
    void whatAnImportWouldDoIsShownBeforeItIsDone() {
        // When
        JsonNode proposal = proposed(facts("1", "2"));

        // Then
        assertThat(proposal.at("/diff/added/models").toString()).contains(name + "/one");
        assertThat(ask().status()).isEqualTo(400);

        // When
        apply(proposal);

        // Then
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ask().status() == 200);
        Answer changes = operator.get("/api/v1/catalog/changes?subject_id=" + name + "/one");
        assertThat(changes.body()).contains(name + "/one").contains("an end-to-end test");
    }

    @Test
    void aPriceMoveIsToldInPercentAndKeepsItsHistory() {
        // Given
        apply(proposed(facts("1", "2")));

        // When
        JsonNode proposal = proposed(facts("1.5", "1"));
        apply(proposal);

        // Then
        JsonNode moves = proposal.at("/diff/prices");
        assertThat(moves).hasSize(2);
        assertThat(moves.get(0).path("old").asText()).isEqualTo("1");
        assertThat(moves.get(0).path("new").asText()).isEqualTo("1.5");
        assertThat(moves.get(0).path("percent").decimalValue()).isEqualByComparingTo("50");
        assertThat(moves.get(1).path("percent").decimalValue()).isEqualByComparingTo("-50");
        Answer history = suite.gateway()
                .at(suite.stack().part(Part.CATALOG).uri())
                .get("/internal/models/" + name + "/one/prices");
        assertThat(history.status()).as(history.body()).isEqualTo(200);
        assertThat(history.json().findValuesAsText("valid_from")).hasSize(2);
    }

    @Test
    void aPriceBeyondBeliefWaitsForAnOperator() {
        // Given
        apply(proposed(facts("1", "2")));

        // When
        JsonNode proposal = proposed(facts("5000", "2"));
        apply(proposal);

        // Then
        assertThat(proposal.at("/diff/held_prices").toString()).contains(name);
        Answer held = operator.get("/api/v1/catalog/held-prices");
        assertThat(held.body()).contains(name).contains("5000");
        await().until(() -> ask().status() == 200);
        assertThat(ask().json().at("/usage/cost").decimalValue()).isLessThan(new BigDecimal("0.01"));
    }

    @Test
    void faultsNameFileLineAndFieldAndChangeNothing() {
        Answer refused = propose(facts("-1", "2").replace("context_length: 8000", "context_length: many"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("context_length")
                .contains("price.input")
                .contains("\"line\":5");
        assertThat(ask().status()).isEqualTo(400);
    }

    @Test
    void onlyOperatorsBringFacts() {
        for (String person : new String[] {"bob", "carol", "dave", "erin"}) {
            operator = suite.gateway().withKey(suite.people().tokenOf(person));
            assertThat(propose(facts("1", "2")).status()).as(person).isEqualTo(403);
        }
        assertThat(operator.get("/api/v1/catalog/changes").status()).isEqualTo(403);
    }
}
