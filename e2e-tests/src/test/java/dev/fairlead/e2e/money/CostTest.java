package dev.fairlead.e2e.money;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The cost of a completion is the same to the nano-dollar wherever it is written, and is what the provider charged. */
@OnSharedSuite
class CostTest {

    private static final String ORGANISATION = "acme";
    private static final String BEHAVIOUR = "prompt=1003,cached=401,completion=57,reasoning=23,ttft=0,tps=0";

    private final Suite suite;
    private Books before = new Books(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    /** What the organisation has and has spent, in the ledger and in Redis. */
    private record Books(Money wallet, Money usage, Money level, Money keyLevel) {}

    /** Prices in nano-dollars a token. */
    private record Prices(long input, long cached, long output) {

        Money of(Call call) {
            return Money.ofNanos((call.promptTokens() - call.cachedTokens()) * input
                    + call.cachedTokens() * cached
                    + call.completionTokens() * output);
        }
    }

    private static final Prices SIMULATOR = new Prices(1_000, 100, 2_000);
    private static final Prices SIMULATOR_B = new Prices(1_500, 150, 3_000);

    CostTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeEach
    void readBooks() {
        suite.awaitBooked();
        before = books();
    }

    private Books books() {
        return new Books(
                suite.ledger().balance(ORGANISATION, "wallet"),
                suite.ledger().balance(ORGANISATION, "usage"),
                suite.levels().used(ORGANISATION),
                suite.levels().usedByKey(ORGANISATION, Demo.ACME_KEY));
    }

    @ParameterizedTest
    @CsvSource({"simulator", "simulator-b"})
    void aStreamCostsTheSameEverywhere(String provider) {
        // When
        StreamedAnswer answer = suite.gateway().simulating(BEHAVIOUR).stream(
                Chat.to("simulator/sim-chat").maxTokens(100).onlyAt(provider));

        // Then
        assertThat(answer.isDone()).isTrue();
        assertCostEverywhere(answer.generation(), answer.usage(), provider);
    }

    @ParameterizedTest
    @CsvSource({"simulator", "simulator-b"})
    void aWholeAnswerCostsTheSameEverywhere(String provider) {
        // When
        Answer answer = suite.gateway()
                .simulating(BEHAVIOUR)
                .chat(Chat.to("simulator/sim-chat").maxTokens(100).onlyAt(provider));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertCostEverywhere(answer.generation(), answer.json().path("usage"), provider);
    }

    @Test
    void aPricePerRequestIsChargedOnce() {
        // When
        Answer answer = suite.gateway().chat(Chat.to("simulator/sim-flat"));

        // Then
        assertBooked(answer.generation(), Money.ofUsd("0.01"));
        assertThat(cost(answer.json().path("usage"))).isEqualTo(Money.ofUsd("0.01"));
    }

    @Test
    void aFreeModelMovesNothing() {
        // When
        Answer answer = suite.gateway().simulating(BEHAVIOUR).chat(Chat.to("simulator/sim-free"));

        // Then
        assertThat(cost(answer.json().path("usage"))).isEqualTo(Money.ZERO);
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(answer.generation())).containsExactly(Money.ZERO);
        assertThat(suite.ledger().entries(answer.generation())).isEmpty();
        assertThat(books()).isEqualTo(before);
    }

    private void assertCostEverywhere(String generation, JsonNode usage, String provider) {
        Call call = suite.simulator().callsFor(generation).getFirst();
        assertThat(call.promptTokens()).isEqualTo(1003);
        assertThat(call.cachedTokens()).isEqualTo(401);
        assertThat(call.completionTokens()).isEqualTo(57);
        assertThat(call.reasoningTokens()).isEqualTo(23);
        Money charged = (provider.equals("simulator") ? SIMULATOR : SIMULATOR_B).of(call);
        assertThat(cost(usage)).isEqualTo(charged);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asLong()).isEqualTo(call.cachedTokens());
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asLong())
                .isEqualTo(call.reasoningTokens());
        assertBooked(generation, charged);
        JsonNode record = awaitRecord(generation);
        assertThat(Money.ofUsd(record.path("total_cost").decimalValue())).isEqualTo(charged);
        assertThat(record.path("upstream_id").asText()).isEqualTo(call.id());
        assertThat(record.path("provider_name").asText()).isEqualTo(provider);
        assertThat(record.path("native_tokens_prompt").asLong()).isEqualTo(call.promptTokens());
        assertThat(record.path("native_tokens_completion").asLong()).isEqualTo(call.completionTokens());
        assertThat(record.path("native_tokens_cached").asLong()).isEqualTo(call.cachedTokens());
        assertThat(record.path("native_tokens_reasoning").asLong()).isEqualTo(call.reasoningTokens());
    }

    private void assertBooked(String generation, Money cost) {
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(generation)).containsExactly(cost);
        assertThat(suite.ledger().entries(generation)).isEqualTo(Map.of("wallet", cost.negated(), "usage", cost));
        assertThat(books())
                .isEqualTo(new Books(
                        before.wallet().minus(cost),
                        before.usage().plus(cost),
                        before.level().plus(cost),
                        before.keyLevel().plus(cost)));
        assertThat(suite.levels().reserved(ORGANISATION)).isEqualTo(Money.ZERO);
    }

    private JsonNode awaitRecord(String generation) {
        return await("the generation's record")
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> suite.gateway().get("/api/v1/generation?id=" + generation),
                        answer -> answer.status() == 200)
                .json()
                .path("data");
    }

    private static Money cost(JsonNode usage) {
        return Money.ofUsd(usage.path("cost").decimalValue());
    }
}
