package dev.fairlead.edge.dispatch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the router is told of an attempt. */
class GenerationTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final Candidate CANDIDATE = candidate();
    private static final String STREAM = "\"stream\":true,";
    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":{}}}],";

    @Test
    void outcomeCarriesTheProvidersCountOfPromptAndCompletion() {
        // Given
        Generation generation = generation(STREAM);
        generation.content(0);
        generation.used(new TokenUsage(1_000, 200, 0, 0, 0, 0, 30, 12, 0, 0));

        // When
        Outcome outcome = ended(generation, OutcomeKind.SUCCESS);

        // Then
        assertThat(outcome.endpoint()).isEqualTo("acme/m");
        assertThat(outcome.promptTokens()).isEqualTo(1_200);
        assertThat(outcome.completionTokens()).isEqualTo(42);
    }

    @Test
    void attemptThatBrokeOffTellsTheTokensThatCame() {
        // Given
        Generation generation = generation(STREAM);
        for (int i = 0; i < 7; i++) {
            generation.content(0);
        }

        // When
        Outcome outcome = ended(generation, OutcomeKind.CLIENT_GONE);

        // Then
        assertThat(outcome.promptTokens()).isPositive();
        assertThat(outcome.completionTokens()).isEqualTo(7);
    }

    @Test
    void attemptThatWasNotAnsweredTellsNoTokens() {
        // Given
        Generation generation = generation(STREAM + TOOLS);

        // When
        Outcome outcome = ended(generation, OutcomeKind.RATE_LIMITED);

        // Then
        assertThat(outcome.promptTokens()).isZero();
        assertThat(outcome.completionTokens()).isZero();
        assertThat(outcome.timeToFirstTokenMillis()).isEqualTo(-1);
        assertThat(outcome.retryAfterMillis()).isEqualTo(9_000);
        assertThat(outcome.toolsOffered()).isTrue();
        assertThat(outcome.toolCalled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, tool_calls, true, true",
        "true, stop, true, false",
        "false, stop, false, false",
        "true, , true, false"
    })
    void outcomeSaysWhetherToolsWereOfferedAndOneWasCalled(
            boolean tools, String finishReason, boolean offered, boolean called) {
        // Given
        Generation generation = generation(tools ? TOOLS : "");
        generation.finishedBy(finishReason);

        // When
        Outcome outcome = ended(generation, OutcomeKind.SUCCESS);

        // Then
        assertThat(outcome.toolsOffered()).isEqualTo(offered);
        assertThat(outcome.toolCalled()).isEqualTo(called);
    }

    @ParameterizedTest
    @CsvSource({"'\"tools\":[],'", "'\"tools\":null,'", "'\"tools\":{},'", "''"})
    void anEmptyListOfToolsOffersNone(String tools) {
        assertThat(ended(generation(tools), OutcomeKind.SUCCESS).toolsOffered()).isFalse();
    }

    @Test
    void whatAnEarlierAttemptDidIsNotToldOfTheNext() {
        // Given
        Generation generation = generation(TOOLS);
        generation.finishedBy("tool_calls");
        generation.used(TokenUsage.ofText(5, 5));

        // When
        generation.attemptAt(CANDIDATE);
        Outcome outcome = ended(generation, OutcomeKind.CONNECT_FAILED);

        // Then
        assertThat(outcome.toolCalled()).isFalse();
        assertThat(outcome.promptTokens()).isZero();
    }

    @Test
    void onlyAStreamTellsWhenItsFirstTokenCame() {
        // Given
        Generation streamed = generation(STREAM);
        Generation whole = generation("");
        long begun = System.nanoTime();
        streamed.content(0);
        whole.content(100);

        // When
        Outcome ofStream = streamed.toOutcome(CANDIDATE, OutcomeKind.SUCCESS, 200, begun, later(begun), -1);
        Outcome ofWhole = whole.toOutcome(CANDIDATE, OutcomeKind.SUCCESS, 200, begun, later(begun), -1);

        // Then
        assertThat(ofStream.timeToFirstTokenMillis()).isBetween(0L, 2_000L);
        assertThat(ofWhole.timeToFirstTokenMillis()).isEqualTo(-1);
        assertThat(ofStream.durationMillis()).isEqualTo(3_000);
        assertThat(ofWhole.durationMillis()).isEqualTo(3_000);
    }

    private static Outcome ended(Generation generation, OutcomeKind kind) {
        long begun = System.nanoTime();
        return generation.toOutcome(
                CANDIDATE, kind, 0, begun, later(begun), kind == OutcomeKind.RATE_LIMITED ? 9_000 : -1);
    }

    private static long later(long begun) {
        return begun + TimeUnit.SECONDS.toNanos(3);
    }

    private static Generation generation(String fields) {
        String body = "{" + fields + "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        ChatRequest request = ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), ACME);
        ApiKey key = new ApiKey(
                KeyHash.of("k"), ACME, "", "", null, ApiKey.State.ACTIVE, null, null, null, Instant.EPOCH, 1);
        Generation generation = new Generation(
                new GenerationId("gen-0123456789abcdefghjkmnpqrs"), key, request, Attribution.NONE, System.nanoTime());
        generation.attemptAt(CANDIDATE);
        return generation;
    }

    private static Candidate candidate() {
        TokenPrices prices = TokenPrices.perMillion(BigDecimal.ONE, BigDecimal.TWO);
        Endpoint endpoint = new Endpoint("acme/m", "acme", "m", prices, 1_000, 100, null, List.of());
        Model model = new Model(
                "a/m",
                "M",
                Mode.CHAT,
                null,
                null,
                1_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                List.of(endpoint));
        Provider provider = new Provider(
                "acme", "Acme", "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
        return new Candidate(
                model, endpoint, provider, PriceSchedule.flat(prices), Money.ZERO, null, Candidate.Place.SORTED);
    }
}
