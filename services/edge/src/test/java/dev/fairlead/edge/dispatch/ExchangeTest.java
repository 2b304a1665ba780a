package dev.fairlead.edge.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.dispatch.ExchangeFixture.Result;
import dev.fairlead.edge.dispatch.FaultyProvider.Does;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.fairlead.edge.dispatch.Samples.STREAM;
import static dev.fairlead.edge.dispatch.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

/** Plans carried out at providers that fail, over real connections. */
class ExchangeTest {

    private static final Map<String, String> QUICK = Map.of(
            "fairlead.edge.upstream.first-byte-timeout", "400ms",
            "fairlead.edge.upstream.answer-timeout", "400ms",
            "fairlead.edge.upstream.total-timeout", "5s",
            "fairlead.edge.failover.backoff", "40ms",
            "fairlead.edge.failover.hedge-delay", "100ms",
            "fairlead.edge.failover.least-hedge-delay", "100ms",
            "fairlead.edge.failover.longest-hedge-delay", "100ms",
            "fairlead.edge.requests.keep-alive", "1s");
    private static final Routing HEDGED = new Routing("m", "direct", null, true, false, 0, false);

    private final Vertx vertx = Vertx.vertx();
    private final FaultyProvider first;
    private final FaultyProvider second;
    private final List<Candidate> one;
    private final List<Candidate> both;
    private final ExchangeFixture exchanges = new ExchangeFixture(vertx, QUICK);

    ExchangeTest() throws InterruptedException, ExecutionException, TimeoutException {
        first = new FaultyProvider(vertx);
        second = new FaultyProvider(vertx);
        Candidate atFirst = Samples.candidate("m", "first", first.baseUrl());
        one = List.of(atFirst);
        both = List.of(atFirst, Samples.candidate("n", "second", second.baseUrl()));
    }

    @BeforeEach
    void behave() {
        first.does(Does.ANSWER);
        second.does(Does.ANSWER);
    }

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, PROVIDER_ERROR",
        "OVERLOADED, PROVIDER_ERROR",
        "LIMIT_FOR_LONG, RATE_LIMITED",
        "REJECT, REQUEST_REJECTED",
        "RESET, CONNECTION_LOST",
        "HANG, TIMEOUT",
        "HANG_AFTER_ROLE, TIMEOUT",
        "GARBAGE, MALFORMED",
        "ERROR_OBJECT, PROVIDER_ERROR",
        "EMPTY, EMPTY"
    })
    void aFailureBeforeContentIsNotSeenInAStream(Does fault, OutcomeKind kind) throws Exception {
        // Given
        first.does(fault);

        // When
        Result result = exchanges.run(request(STREAM), both);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body())
                .containsOnlyOnce("\"role\"")
                .containsOnlyOnce("Hello")
                .endsWith("data: [DONE]\n\n");
        assertThat(result.body()).contains("\"provider\":\"SECOND\"").doesNotContain("FIRST");
        assertThat(result.outcomes()).containsExactly(kind, OutcomeKind.SUCCESS);
        assertThat(result.event().attempts()).extracting(Attempt::provider).containsExactly("first", "second");
        assertThat(result.event().provider()).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, PROVIDER_ERROR",
        "LIMIT_FOR_LONG, RATE_LIMITED",
        "REJECT, REQUEST_REJECTED",
        "RESET, CONNECTION_LOST",
        "HANG, TIMEOUT",
        "GARBAGE, MALFORMED",
        "ERROR_OBJECT, PROVIDER_ERROR",
        "EMPTY, EMPTY",
        "FINISH_ERROR, PROVIDER_ERROR"
    })
    void aFailureIsNotSeenInAWholeAnswer(Does fault, OutcomeKind kind) throws Exception {
        // Given
        first.does(fault);

        // When
        Result result = exchanges.run(request(""), both);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(json(result.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Hello");
        assertThat(result.outcomes()).containsExactly(kind, OutcomeKind.SUCCESS);
    }

    @Test
    void contentThatBreaksOffEndsWithAnErrorAndIsPaidFor() throws Exception {
        // Given
        first.does(Does.BREAK_OFF);

        // When
        Result result = exchanges.run(request(STREAM), both);

        // Then
        assertThat(result.body()).contains("Hello").contains("\"error\"");
        assertThat(result.event().cost().total().isPositive()).isTrue();
        assertThat(result.outcomes()).containsExactly(OutcomeKind.CONNECTION_LOST);
        assertThat(second.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ifAllComeBackEmptyTheCallerGetsAnEmptyAnswerAndDoesNotPay(boolean stream) throws Exception {
        // Given
        first.does(Does.EMPTY);
        second.does(Does.EMPTY);

        // When
        Result result = exchanges.run(request(stream ? STREAM : ""), both);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.outcomes()).containsExactly(OutcomeKind.EMPTY, OutcomeKind.EMPTY);
        assertThat(result.event().cost()).isEqualTo(Cost.ZERO);
        assertThat(result.event().usage().promptTokens()).isEqualTo(10);
        assertThat(result.body())
                .contains("\"prompt_tokens\":10")
                .contains("\"cost\":0")
                .contains("SECOND");
        assertThat(first.calls() + second.calls()).isEqualTo(2);
    }

    @Test
    void anAnswerThatEndsInAnErrorIsNotPaidFor() throws Exception {
        // Given
        first.does(Does.FINISH_ERROR);

        // When
        Result stream = exchanges.run(request(STREAM), one);
        Result whole = exchanges.run(request(""), one);

        // Then
        assertThat(stream.body()).contains("Hel");
        assertThat(stream.event().cost()).isEqualTo(Cost.ZERO);
        assertThat(stream.event().usage().completionTokens()).isEqualTo(2);
        assertThat(json(whole.body()).at("/choices/0/finish_reason").asText()).isEqualTo("error");
        assertThat(whole.event().cost()).isEqualTo(Cost.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"OVERLOADED", "RESET", "REFUSE", "ERROR_OBJECT"})
    void theOnlyEndpointIsTriedAgainAfterAWhile(Does fault) throws Exception {
        // Given
        first.does(fault, fault, Does.ANSWER);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.outcomes()).hasSize(3).endsWith(OutcomeKind.SUCCESS);
        assertThat(result.event().attempts()).hasSize(3);
    }

    @Test
    void theOnlyEndpointIsTriedAgainTwiceAtMost() throws Exception {
        // Given
        first.does(Does.OVERLOADED);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(503);
        assertThat(first.calls()).isEqualTo(3);
        assertThat(result.event().cost()).isEqualTo(Cost.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"REJECT, 400", "GARBAGE, 502"})
    void whatTimeDoesNotHealIsNotTriedAgain(Does fault, int status) throws Exception {
        // Given
        first.does(fault);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(status);
        assertThat(first.calls()).isEqualTo(1);
    }

    @Test
    void aTimeThatAProviderNamesIsWaitedFor() throws Exception {
        // Given
        first.does(Does.LIMIT_FOR_A_SECOND, Does.ANSWER);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.millis()).isBetween(1_000L, 1_900L);
    }

    @Test
    void aTimeThatIsTooLongIsHandedOnAtOnce() throws Exception {
        // Given
        first.does(Does.LIMIT_FOR_LONG);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(429);
        assertThat(json(result.body()).at("/error/availability/retry_after").asInt())
                .isEqualTo(30);
        assertThat(result.millis()).isLessThan(1_000);
        assertThat(first.calls()).isEqualTo(1);
    }

    @Test
    void anOutageGetsOnlyAFewMoreAttemptsThanThereAreRequests() throws Exception {
        // Given
        first.does(Does.OVERLOADED);
        second.does(Does.OVERLOADED);
        int requests = 100;

        // When
        for (int i = 0; i < requests; i++) {
            exchanges.run(request(""), both);
        }

        // Then: a share of 0.2, what was saved up, and what it takes to see it
        assertThat(first.calls() + second.calls()).isBetween(requests, requests * 12 / 10 + 10 + 6);
    }

    @Test
    void oneGoodEndpointIsFoundHoweverManyFail() throws Exception {
        // Given
        first.does(Does.OVERLOADED);

        // When, then
        for (int i = 0; i < 60; i++) {
            assertThat(exchanges.run(request(""), both).status()).isEqualTo(200);
        }
        assertThat(second.calls()).isEqualTo(60);
    }

    @Test
    void aSilentEndpointIsHedgedAndTheFasterOneAnswers() throws Exception {
        // Given
        first.does(Does.HANG_AFTER_ROLE);

        // When
        Result result = exchanges.run(request(STREAM), both, HEDGED);

        // Then
        assertThat(result.body())
                .containsOnlyOnce("\"role\"")
                .contains("SECOND")
                .doesNotContain("FIRST");
        assertThat(result.millis()).isLessThan(400);
        assertThat(result.outcomes()).containsExactly(OutcomeKind.OUTRUN, OutcomeKind.SUCCESS);
        assertThat(result.event().provider()).isEqualTo("second");
        assertThat(result.event().usage().totalTokens()).isEqualTo(12);
        assertThat(exchanges.registry.counter("fairlead.edge.hedges").count()).isEqualTo(1);
        assertThat(exchanges.registry.counter("fairlead.edge.hedges.won").count())
                .isEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> first.broken() == 1);
        assertThat(exchanges.loads.inFlight("first/m")).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHedgeThatIsSlowerIsCancelled(boolean stream) throws Exception {
        // Given
        ExchangeFixture patient = new ExchangeFixture(
                vertx,
                Map.of(
                        "fairlead.edge.failover.hedge-delay", "100ms",
                        "fairlead.edge.failover.longest-hedge-delay", "100ms"));
        first.does(Does.ANSWER_LATE);
        second.does(Does.HANG);

        // When
        Result result = patient.run(request(stream ? STREAM : ""), both, HEDGED);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.outcomes()).containsExactlyInAnyOrder(OutcomeKind.OUTRUN, OutcomeKind.SUCCESS);
        assertThat(result.event().provider()).isEqualTo("first");
        assertThat(result.body()).contains("FIRST");
        assertThat(patient.registry.counter("fairlead.edge.hedges.won").count()).isZero();
    }

    @Test
    void whoDoesNotAskForItIsNotHedged() throws Exception {
        // Given
        first.does(Does.HANG);

        // When
        Result result = exchanges.run(request(STREAM), both);

        // Then
        assertThat(result.outcomes()).containsExactly(OutcomeKind.TIMEOUT, OutcomeKind.SUCCESS);
        assertThat(exchanges.registry.counter("fairlead.edge.hedges").count()).isZero();
    }

    @Test
    void aConnectionThatWentStaleIsNoFailure() throws Exception {
        // Given: a connection that was used, and is closed by the other side as soon as it is used again
        exchanges.run(request(""), one);
        first.dropUsedConnections();
        pass(1_100);

        // When
        Result result = exchanges.run(request(""), one);

        // Then
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.outcomes()).containsExactly(OutcomeKind.SUCCESS);
        assertThat(result.event().attempts()).hasSize(1);
        assertThat(first.connections()).isEqualTo(2);
        assertThat(exchanges.registry.counter("fairlead.edge.connections.stale").count())
                .isEqualTo(1);
    }

    @Test
    void thereIsOneDeadlineForAllAttempts() throws Exception {
        // Given
        ExchangeFixture hurried = new ExchangeFixture(
                vertx,
                Map.of(
                        "fairlead.edge.upstream.answer-timeout", "400ms",
                        "fairlead.edge.upstream.total-timeout", "600ms"));
        first.does(Does.HANG);
        second.does(Does.HANG);

        // When
        Result result = hurried.run(request(""), both);

        // Then
        assertThat(result.status()).isEqualTo(504);
        assertThat(result.millis()).isBetween(600L, 1_500L);
        // The second endpoint had no more than what the first one left, so that it is not to blame.
        assertThat(result.outcomes()).containsExactly(OutcomeKind.TIMEOUT, OutcomeKind.LOCAL_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWantsToKnowIsToldHowTheAnswerCameAbout(boolean stream) throws Exception {
        // Given
        first.does(Does.OVERLOADED);
        RouteTaken taken = new RouteTaken("fairlead/auto", "programming", "nightly", 3, "cheap", "b", false);
        Routing routing = new Routing("fairlead/auto", "auto", taken, false, true, 0, false);

        // When
        Result result = exchanges.run(request(stream ? STREAM : ""), both, routing);

        // Then
        JsonNode metadata = stream
                ? json(result.body()
                                .lines()
                                .filter(line -> line.contains("openrouter_metadata"))
                                .findFirst()
                                .orElseThrow()
                                .substring("data: ".length()))
                        .path("openrouter_metadata")
                : json(result.body()).path("openrouter_metadata");
        assertThat(metadata.path("requested").asText()).isEqualTo("fairlead/auto");
        assertThat(metadata.path("strategy").asText()).isEqualTo("auto");
        assertThat(metadata.path("region").isNull()).isTrue();
        assertThat(metadata.path("attempt").asInt()).isEqualTo(2);
        assertThat(metadata.path("is_byok").asBoolean(true)).isFalse();
        assertThat(metadata.path("summary").asText()).isEqualTo("available=2, selected=SECOND");
        assertThat(metadata.at("/endpoints/total").asInt()).isEqualTo(2);
        assertThat(metadata.at("/endpoints/available").findValuesAsText("selected"))
                .containsExactly("false", "true");
        assertThat(metadata.path("attempts").findValuesAsText("status")).containsExactly("503", "200");
        assertThat(metadata.path("attempts").findValuesAsText("code")).containsExactly("provider_error", "success");
        assertThat(metadata.path("attempts").findValuesAsText("model")).containsExactly("a/m", "a/n");
        assertThat(metadata.at("/params/arm").asText()).isEqualTo("b");
        assertThat(metadata.at("/params/routing_strategy").asText()).isEqualTo("price");
        assertThat(metadata.path("pipeline").isArray()).isTrue();
        assertThat(result.event().route()).isEqualTo(taken);
        assertThat(result.event().requestedModel()).isEqualTo("fairlead/auto");
    }

    @Test
    void whoDoesNotWantToKnowIsNotTold() throws Exception {
        assertThat(exchanges.run(request(STREAM), both).body()).doesNotContain("openrouter_metadata");
        assertThat(exchanges.run(request(""), both).body()).doesNotContain("openrouter_metadata");
    }

    private static JsonNode json(String text) throws IOException {
        return FairleadJson.mapper().readTree(text);
    }

    private static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() - until >= 0);
    }
}
