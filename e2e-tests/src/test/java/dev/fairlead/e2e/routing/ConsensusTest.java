package dev.fairlead.e2e.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Several models answer one request: what the caller gets of it, and what it pays. */
@OnSharedSuite
class ConsensusTest {

    private static final String MODEL = "fairlead/consensus";
    private static final String FIRST = "simulator/sim-chat";
    private static final String SECOND = "simulator/sim-fast";
    private static final Duration BOOKED_BY = Duration.ofSeconds(20);

    private final Gateway gateway;

    ConsensusTest(Suite suite) {
        this.gateway = suite.gateway();
    }

    @Test
    void theAnswerOfSeveralModelsCostsWhatEachOfThemCosts() {
        // When
        Answer answer = gateway.chat(asking(FIRST, SECOND).maxTokens(5));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = answer.json();
        JsonNode answers = json.at("/consensus/answers");
        assertThat(answers).hasSize(2);
        assertThat(json.at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(json.at("/consensus/confidence").asDouble()).isBetween(0.5, 1.0);
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(10);
        assertThat(json.at("/usage/cost").decimalValue())
                .isEqualByComparingTo(sumOf(answers))
                .isPositive();
        assertThat(answers.findValuesAsText("chosen")).containsOnlyOnce("true");
        for (JsonNode part : answers) {
            assertThat(part.path("generation_id").asText())
                    .isNotEqualTo(json.path("id").asText());
            assertThat(part.has("error")).isFalse();
            awaitBooking(part);
        }
    }

    @Test
    void aModelThatFailsIsReportedAndLowersTheConfidence() {
        // When
        Answer answer = gateway.chat(asking(FIRST, "nobody/has-this").maxTokens(3));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode consensus = answer.json().path("consensus");
        assertThat(consensus.path("confidence").asDouble()).isEqualTo(0.5);
        assertThat(consensus.at("/answers/0/chosen").asBoolean()).isTrue();
        assertThat(consensus.at("/answers/1/error/code").asInt()).isBetween(400, 404);
        assertThat(consensus.at("/answers/1/similarity").asDouble()).isZero();
    }

    @Test
    void whereAllFailTheErrorIsTheUsualOne() {
        Answer answer = gateway.chat(asking("nobody/has-this", "nobody/has-that"));

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.error().path("message").asText()).isNotBlank();
    }

    @Test
    void aStreamIsTheContentTheUsageAndItsEnd() {
        // When
        Answer answer = gateway.chat(asking(FIRST, SECOND).maxTokens(3).streamed());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> events =
                answer.body().lines().filter(line -> line.startsWith("data: ")).toList();
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).contains("\"content\"").contains("\"finish_reason\"");
        assertThat(events.get(1)).contains("\"usage\"").contains("\"consensus\"");
        assertThat(events.get(2)).isEqualTo("data: [DONE]");
    }

    @Test
    void withoutAListTheGatewayChoosesWhomToAsk() {
        Answer answer = gateway.chat(Chat.to(MODEL).maxTokens(2));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/consensus/answers")).hasSizeBetween(2, 3);
    }

    @Test
    void toolsAndSeveralChoicesAreRefusedByName() {
        Answer tools = gateway.chat(asking(FIRST, SECOND)
                .with("tools", "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]"));
        Answer choices = gateway.chat(asking(FIRST, SECOND).with("n", "2"));

        assertThat(tools.status()).isEqualTo(400);
        assertThat(tools.error().path("param").asText()).isEqualTo("tools");
        assertThat(choices.status()).isEqualTo(400);
        assertThat(choices.error().path("param").asText()).isEqualTo("n");
    }

    private static Chat asking(String... models) {
        return Chat.to(MODEL)
                .with(
                        "plugins",
                        "[{\"id\":\"fairlead-consensus\",\"models\":[\"" + String.join("\",\"", models) + "\"]}]");
    }

    private static BigDecimal sumOf(JsonNode answers) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode part : answers) {
            sum = sum.add(part.path("cost").decimalValue());
        }
        return sum;
    }

    private void awaitBooking(JsonNode part) {
        String id = part.path("generation_id").asText();
        await().atMost(BOOKED_BY).untilAsserted(() -> {
            Answer booked = gateway.get("/api/v1/generation?id=" + id);
            assertThat(booked.status()).isEqualTo(200);
            assertThat(booked.json().at("/data/total_cost").decimalValue())
                    .isEqualByComparingTo(part.path("cost").decimalValue());
        });
    }
}
