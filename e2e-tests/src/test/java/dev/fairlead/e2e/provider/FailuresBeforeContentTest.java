package dev.fairlead.e2e.provider;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Confidentiality;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.e2e.provider.Misbehaviour.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

/** A provider fails before it has said anything, and there is no other one: its caller gets a status that fits. */
@OnSharedSuite
class FailuresBeforeContentTest {

    private static final Chat CHAT = Chat.to(MODEL).maxTokens(8);

    private final Suite suite;

    FailuresBeforeContentTest(Suite suite) {
        this.suite = suite;
    }

    @AfterEach
    void recover() {
        Misbehaviour.recover(suite, MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request, 1",
        "401, 502, provider_unavailable, 1",
        "402, 502, provider_unavailable, 1",
        "403, 502, provider_unavailable, 1",
        "404, 502, provider_unavailable, 1",
        "408, 504, timeout, 3",
        "413, 413, payload_too_large, 1",
        "422, 422, unprocessable, 1",
        "429, 429, rate_limit_exceeded, 3",
        "500, 502, provider_unavailable, 3",
        "502, 502, provider_unavailable, 3",
        "503, 503, provider_overloaded, 3",
        "529, 503, provider_overloaded, 3",
        "hang, 504, timeout, 3",
        "reset, 502, provider_unavailable, 3",
        "garbage, 502, provider_unavailable, 1",
        "malformed@2, 502, provider_unavailable, 1",
        "cut@2, 502, provider_unavailable, 3",
        "reset@2, 502, provider_unavailable, 3",
        "error@2, 502, provider_unavailable, 3"
    })
    void aWholeAnswerThatDoesNotCome(String fault, int status, String errorType, int attempts) {
        // When
        Answer answer = Misbehaviour.failing(suite, fault).chat(CHAT);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertError(answer.error(), status, errorType, attempts);
        Confidentiality.assertKept(answer.body());
        assertFree(answer.generation());
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request, 1",
        "401, 502, provider_unavailable, 1",
        "'429,retry-after=6', 429, rate_limit_exceeded, 1",
        "500, 502, provider_unavailable, 3",
        "503, 503, provider_overloaded, 3",
        "reset, 502, provider_unavailable, 3",
        "garbage, 502, provider_unavailable, 1",
        "cut@0, 502, provider_unavailable, 3",
        "error@0, 502, provider_unavailable, 3"
    })
    void aStreamThatDoesNotBegin(String fault, int status, String errorType, int attempts) {
        // When
        StreamedAnswer answer = Misbehaviour.failing(suite, fault).stream(CHAT);

        // Then: a plain error response, since nothing has been streamed yet
        assertThat(answer.status()).as(answer.lines().toString()).isEqualTo(status);
        assertThat(answer.header("content-type")).hasValue("application/json");
        Confidentiality.assertKept(answer.lines().toString());
        assertFree(answer.generation());
        assertThat(suite.simulator().callsFor(answer.generation())).hasSizeBetween(attempts, attempts + 1);
        assertThat(answer.lines()).singleElement().asString().contains("\"error_type\":\"" + errorType + "\"");
    }

    @Test
    void aProviderThatAsksForPatienceIsQuoted() {
        // When
        Answer answer = Misbehaviour.failing(suite, "429,retry-after=7").chat(CHAT);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).hasValue("7");
    }

    @Test
    void aStreamWhoseProviderHangsHasBeenKeptAliveAndEndsWithATypedEvent() {
        // When
        StreamedAnswer answer = Misbehaviour.failing(suite, "hang").stream(CHAT);

        // Then: the keep-alives have begun the response
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.comments()).isNotEmpty();
        assertThat(answer.text()).isEmpty();
        assertError(answer.error().orElseThrow(), 504, "timeout", 3);
        Confidentiality.assertKept(answer.lines().toString());
        assertFree(answer.generation());
    }

    @Test
    void anAnswerWithoutContentIsAnAnswerAndFree() {
        // When: the provider says nothing, and says that it is done
        Gateway empty = Misbehaviour.failing(suite, "empty");
        Answer whole = empty.chat(CHAT);
        StreamedAnswer streamed = empty.stream(CHAT);

        // Then
        assertThat(whole.status()).as(whole.body()).isEqualTo(200);
        assertThat(whole.json().at("/usage/completion_tokens").asInt()).isZero();
        assertThat(streamed.status()).isEqualTo(200);
        assertThat(streamed.isDone()).isTrue();
        assertThat(streamed.text()).isEmpty();
        assertThat(streamed.usage().path("completion_tokens").asInt()).isZero();

        // And: nobody pays for it, though the prompt was read
        for (JsonNode usage : List.of(whole.json().path("usage"), streamed.usage())) {
            assertThat(usage.path("prompt_tokens").asInt()).isPositive();
            assertThat(usage.path("cost").decimalValue()).isZero();
        }
        assertFree(whole.json().path("id").asText());
        assertFree(streamed.generation());
    }

    @Test
    void aFailureThatPassesIsNotSeenThoughThereIsNobodyElse() {
        // When
        Answer whole = Misbehaviour.failing(suite, "503,fail-first=2,series=backoff-whole")
                .chat(CHAT);
        StreamedAnswer streamed = Misbehaviour.failing(suite, "reset,fail-first=1,series=backoff-stream").stream(CHAT);

        // Then
        assertThat(whole.status()).as(whole.body()).isEqualTo(200);
        assertThat(suite.simulator().callsFor(whole.json().path("id").asText())).hasSize(3);
        assertThat(streamed.isDone()).isTrue();
        assertThat(streamed.roles()).isEqualTo(1);
        assertThat(suite.simulator().callsFor(streamed.generation())).hasSize(2);
    }

    @Test
    void aProviderThatNamesAShortTimeIsWaitedFor() {
        // When
        long begun = System.nanoTime();
        Answer answer = Misbehaviour.failing(suite, "429,retry-after=1,fail-first=1,series=retry-after")
                .chat(CHAT);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** What time may heal has been tried again twice. */
    private static void assertError(JsonNode error, int status, String errorType, int attempts) {
        assertThat(error.path("code").asInt()).isEqualTo(status);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.at("/metadata/error_type").asText()).isEqualTo(errorType);
        assertThat(error.at("/metadata/previous_errors")).hasSize(attempts);
        assertThat(error.at("/metadata/previous_errors/0/provider").asText()).isEqualTo("simulator");
    }

    private void assertFree(String generation) {
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(generation)).containsExactly(Money.ZERO);
        assertThat(suite.ledger().entries(generation)).isEmpty();
    }
}
