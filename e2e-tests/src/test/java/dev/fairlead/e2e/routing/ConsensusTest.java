package dev.fairlead.e2e.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Cancellation;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.RawConnection;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Several models answer one request: what the caller gets of it, and what it pays. */
@OnSharedSuite
class ConsensusTest {

    private static final String MODEL = "fairlead/consensus";
    private static final String FIRST = "simulator/sim-chat";
    private static final String SECOND = "simulator/sim-fast";
    private static final String SLOW = "simulator/sim-slow";
    private static final String FLAT = "simulator/sim-flat";
    private static final String DOWN = "simulator/sim-down";
    private static final String HANGING = "simulator/sim-hang";
    private static final Duration BOOKED_BY = Duration.ofSeconds(20);

    private final Suite suite;
    private final Gateway gateway;

    ConsensusTest(Suite suite) {
        this.suite = suite;
        this.gateway = suite.gateway();
    }

    @AfterEach
    void nothingIsLeftReserved() {
        suite.awaitBooked();
        assertThat(suite.levels().reserved("acme")).isEqualTo(Money.ZERO);
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
    void whatIsPaidIsWhatTheModelsCost() {
        // Given
        suite.awaitBooked();
        Money before = suite.levels().used("acme");

        // When
        Answer answer = gateway.chat(asking(FIRST, FLAT, DOWN).maxTokens(7));

        // Then
        suite.awaitBooked();
        BigDecimal cost = answer.json().at("/usage/cost").decimalValue();
        assertThat(suite.levels().used("acme").minus(before).toUsd()).isEqualByComparingTo(cost);
        assertThat(suite.ledger().recordedCosts(answer.json().path("id").asText()))
                .isEmpty();
    }

    @Test
    void theRecordsOfTheModelsNameTheCallThatTheyBelongTo() {
        // When
        JsonNode alone = gateway.chat(asking(FIRST, SECOND).maxTokens(2)).json();
        JsonNode inSession = gateway.chat(asking(FIRST, SECOND).maxTokens(2).with("session_id", "\"panel-7\""))
                .json();

        // Then
        for (JsonNode part : alone.at("/consensus/answers")) {
            JsonNode booked = awaitBooking(part);
            assertThat(booked.path("session_id").asText())
                    .isEqualTo(alone.path("id").asText());
            assertThat(booked.path("router").asText()).isEqualTo(MODEL);
            assertThat(booked.path("model").asText())
                    .isEqualTo(part.path("model").asText());
        }
        for (JsonNode part : inSession.at("/consensus/answers")) {
            assertThat(awaitBooking(part).path("session_id").asText()).isEqualTo("panel-7");
        }
    }

    @Test
    void aModelThatDoesNotExistIsReportedAndLowersTheConfidence() {
        // When
        Answer answer = gateway.chat(asking(FIRST, "nobody/has-this").maxTokens(3));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode consensus = answer.json().path("consensus");
        assertThat(consensus.path("confidence").asDouble()).isEqualTo(0.5);
        assertThat(consensus.at("/answers/0/chosen").asBoolean()).isTrue();
        assertThat(consensus.at("/answers/1/error/code").asInt()).isBetween(400, 404);
        assertThat(consensus.at("/answers/1/generation_id").isNull()).isTrue();
        assertThat(consensus.at("/answers/1/similarity").asDouble()).isZero();
    }

    @Test
    void aModelWhoseProviderFailsCostsNothingAndHasARecordOfIt() {
        // Given: a failure that is no reason to leave the endpoint alone, for other tests' sake
        suite.simulator().behave("model/sim-flat", "{\"fail\":400}");

        // When
        Answer answer;
        try {
            answer = gateway.chat(asking(FLAT, FIRST).maxTokens(3));
        } finally {
            suite.simulator().forget("model/sim-flat");
        }

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode failed = answer.json().at("/consensus/answers/0");
        assertThat(failed.at("/error/code").asInt()).isEqualTo(400);
        assertThat(failed.path("cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(answer.json().path("model").asText()).isEqualTo(FIRST);
        assertThat(answer.json().at("/usage/cost").decimalValue())
                .isEqualByComparingTo(
                        answer.json().at("/consensus/answers/1/cost").decimalValue())
                .isPositive();
        awaitBooking(failed);
    }

    @Test
    void whereAllFailTheErrorIsTheUsualOne() {
        Answer unknown = gateway.chat(asking("nobody/has-this", "nobody/has-that"));
        Answer down = gateway.chat(asking(DOWN, "nobody/has-that"));
        Answer penniless = gateway.withKey(Suite.PENNILESS_KEY).chat(asking(FIRST, SECOND));

        assertThat(unknown.status()).isBetween(400, 404);
        assertThat(unknown.error().path("message").asText()).contains("nobody/has-this");
        assertThat(down.status()).isBetween(500, 504);
        assertThat(down.error().path("message").asText()).contains(DOWN);
        assertThat(penniless.status()).isEqualTo(402);
    }

    @Test
    void aStreamIsTheContentTheUsageAndItsEnd() {
        // When
        StreamedAnswer answer = gateway.stream(asking(FIRST, SECOND).maxTokens(3));

        // Then
        assertThat(answer.status()).as(answer.lines().toString()).isEqualTo(200);
        assertThat(answer.header("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.chunks()).hasSize(2);
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.roles()).isEqualTo(1);
        JsonNode first = answer.chunks().getFirst();
        JsonNode last = answer.chunks().getLast();
        assertThat(first.path("id").asText()).isEqualTo(answer.generation());
        assertThat(first.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/cost").decimalValue())
                .isEqualByComparingTo(sumOf(last.at("/consensus/answers")))
                .isPositive();
        last.at("/consensus/answers").forEach(this::awaitBooking);
    }

    @Test
    void aStreamIsKeptAliveUntilAllHaveAnswered() {
        // When
        StreamedAnswer answer =
                gateway.simulating("latency=1s").stream(asking(FIRST, SECOND).maxTokens(3));

        // Then
        assertThat(answer.comments()).hasSizeBetween(1, 5);
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.text()).isNotBlank();
    }

    @Test
    void aStreamThatHasBegunEndsWithAnErrorIfAllFail() {
        // When
        StreamedAnswer answer = gateway.stream(asking(DOWN, HANGING).maxTokens(3));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.comments()).isNotEmpty();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.error().orElseThrow().path("code").asInt()).isBetween(500, 504);
        assertThat(answer.error().orElseThrow().path("message").asText()).contains(DOWN);
        assertThat(answer.usage().path("cost").decimalValue()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallerWhoHangsUpCutsOffAllModelsAndPaysForWhatTheyDid(boolean streamed) {
        // Given
        Chat chat = asking(SLOW, SECOND).maxTokens(50).with("stream", Boolean.toString(streamed));
        String request = "POST " + Gateway.CHAT + " HTTP/1.1\r\nHost: edge\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + Demo.ACME_KEY + "\r\nX-Sim: tps=20,latency=1500ms\r\nContent-Length: "
                + chat.json().length() + "\r\n\r\n" + chat.json();
        Call slow;
        Call second;
        Instant closed;
        try (RawConnection connection = gateway.connect()) {
            assertThat(connection.send(request)).isTrue();
            slow = awaitRunning("sim-slow");
            second = awaitRunning("sim-fast");

            // When
            closed = Instant.now();
        }

        // Then
        Cancellation.assertReachedProvider(suite, slow.generation(), closed);
        Cancellation.assertReachedProvider(suite, second.generation(), closed);
        assertThat(slow.generation()).isNotEqualTo(second.generation());
    }

    @Test
    void withoutAListTheGatewayChoosesWhomToAsk() {
        Answer answer = gateway.chat(Chat.to(MODEL).maxTokens(2));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/consensus/answers")).hasSizeBetween(2, 3);
    }

    @Test
    void whatWouldHappenIsToldAndNobodyIsAsked() {
        // Given
        long calls = suite.simulator().count();

        // When
        Answer answer =
                gateway.post("/api/v1/route/explain", asking(FIRST, SECOND).json());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().has("error")).isFalse();
        assertThat(answer.body()).contains(MODEL, "several models are asked");
        assertThat(suite.simulator().count()).isEqualTo(calls);
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

    private Call awaitRunning(String model) {
        return await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> suite.simulator().calls("outcome=running&model=" + model), calls -> calls.size() == 1)
                .getFirst();
    }

    /** The record of one model's answer, which costs what the answer says. */
    private JsonNode awaitBooking(JsonNode part) {
        String id = part.path("generation_id").asText();
        Answer booked = await().atMost(BOOKED_BY)
                .until(() -> gateway.get("/api/v1/generation?id=" + id), answer -> answer.status() == 200);
        JsonNode record = booked.json().path("data");
        assertThat(record.path("total_cost").decimalValue())
                .isEqualByComparingTo(part.path("cost").decimalValue());
        return record;
    }
}
