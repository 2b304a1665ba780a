package dev.fairlead.e2e.sdk;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.routing.Booked;
import dev.fairlead.e2e.routing.KnownModels;
import dev.fairlead.e2e.suite.Json;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Programs that people have written with OpenAI's SDK, in older spellings: {@code node/spellings.mjs} runs them. */
@OnSharedSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderSpellingsNodeTest {

    private static final BigDecimal ROUNDING = new BigDecimal("0.000000001");

    private final Suite suite;
    private JsonNode results = Json.object();

    OlderSpellingsNodeTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void run() throws IOException, InterruptedException {
        KnownModels.enter(suite);
        results = Json.read(NodeProject.installed()
                .run(
                        Map.of("OPENAI_API_KEY", Demo.ACME_KEY),
                        "spellings.mjs",
                        suite.gateway().sdkUrl()));
    }

    @AfterAll
    void remove() {
        new KnownModels(suite.gateway().withKey(suite.people().tokenOf("alice"))).remove(suite);
    }

    @Test
    void headersWithinTheArgumentSayWhoseCostsTheseAre() {
        suite.awaitBooked();

        assertThat(new Booked(suite).of(results.at("/headers/id").asText()))
                .isEqualTo("https://app.example|Assistant|engineering");
    }

    @Test
    void fallbacksPricesAndWeightsAreTaken() {
        assertThat(results.at("/fallback/model").asText()).isEqualTo(KnownModels.SONNET);
        assertThat(results.at("/cheapEnough/model").asText()).isNotEmpty();
        assertThat(results.at("/weighted/model").asText()).isIn(KnownModels.MINI, KnownModels.GPT, KnownModels.SONNET);
    }

    @Test
    void eachTaskGoesToItsModel() {
        assertThat(results.at("/tasks/code/model").asText()).isEqualTo(KnownModels.CODER);
        assertThat(results.at("/tasks/analysis/model").asText()).isEqualTo(KnownModels.SONNET);
        assertThat(results.at("/tasks/chat/model").asText()).isEqualTo(KnownModels.LLAMA);
        assertThat(results.at("/tasks/long/model").asText()).isEqualTo(KnownModels.GEMINI);
        results.path("tasks").forEach(OlderSpellingsNodeTest::assertCost);
    }

    @Test
    void aBudgetThatIsAddedUpFromCostsIsKept() {
        // Given
        JsonNode budget = results.path("budget");
        List<String> models = Stream.iterate(0, i -> i < budget.path("models").size(), i -> i + 1)
                .map(i -> budget.path("models").path(i).asText())
                .toList();

        // Then: dear until the budget is used up, cheap from then on.
        assertThat(models).startsWith(KnownModels.GPT).endsWith(KnownModels.MINI);
        assertThat(models.lastIndexOf(KnownModels.GPT)).isLessThan(models.indexOf(KnownModels.MINI));
        assertThat(budget.path("spent").decimalValue()).isCloseTo(sum(budget.path("answers")), within(ROUNDING));
    }

    @Test
    void severalModelsAskedAtOnceAllAnswer() {
        // Given
        JsonNode validation = results.path("validation");

        // Then
        assertThat(validation.path("texts"))
                .hasSize(3)
                .allSatisfy(text -> assertThat(text.asText()).isNotBlank());
        assertThat(validation.path("total").decimalValue())
                .isCloseTo(sum(validation.path("answers")), within(ROUNDING));
        validation.path("answers").forEach(OlderSpellingsNodeTest::assertCost);
    }

    /** Prices that the SDK reads as floating-point numbers. */
    private static void assertCost(JsonNode answer) {
        assertThat(answer.at("/usage/cost").decimalValue())
                .isPositive()
                .isCloseTo(KnownModels.cost(answer.path("model").asText(), answer.path("usage")), within(ROUNDING));
    }

    private static BigDecimal sum(JsonNode answers) {
        return StreamSupport.stream(answers.spliterator(), false)
                .map(answer -> answer.at("/usage/cost").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
