package dev.fairlead.e2e.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One of a model's two providers fails: the other one answers, and callers do not notice. */
@OnSharedSuite
class FailoverTest {

    private static final String MODEL = "simulator/sim-flaky";
    private static final String FIRST_ENDPOINT = "endpoint/default/sim-flaky";
    private static final Chat CHAT =
            Chat.to(MODEL).maxTokens(4).with("provider", "{\"order\":[\"simulator\",\"simulator-b\"]}");

    private final Suite suite;

    FailoverTest(Suite suite) {
        this.suite = suite;
    }

    @AfterEach
    void recover() {
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":\"none\"}");
        // After a 429 it is left alone for a while.
        await().atMost(Duration.ofSeconds(15))
                .until(() -> suite.gateway().chat(CHAT.onlyAt("simulator")).status() == 200);
        Misbehaviour.recover(suite, MODEL);
        suite.simulator().forget(FIRST_ENDPOINT);
    }

    @ParameterizedTest
    @CsvSource({"503", "500", "401", "429", "reset", "garbage", "cut@0", "empty"})
    void aStreamOfTheOtherProviderIsWhole(String fault) {
        // Given
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":\"" + fault + "\"}");

        // When
        StreamedAnswer answer = suite.gateway().stream(CHAT);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.error()).isEmpty();
        assertThat(answer.roles()).isEqualTo(1);
        assertThat(answer.text().split(" ")).hasSize(4);
        assertThat(answer.chunks())
                .allSatisfy(chunk -> assertThat(chunk.path("provider").asText()).isEqualTo("Simulator B"));
        assertBothAttemptsRecorded(answer.generation(), answer.usage());
    }

    @ParameterizedTest
    @CsvSource({"503", "empty", "reset"})
    void aWholeAnswerOfTheOtherProviderIsWhole(String fault) {
        // Given
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":\"" + fault + "\"}");

        // When
        Answer answer = suite.gateway().chat(CHAT);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("provider").asText()).isEqualTo("Simulator B");
        assertBothAttemptsRecorded(answer.generation(), answer.json().path("usage"));
    }

    @Test
    void aProviderThatHangsIsGivenUp() {
        // Given
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":\"hang\"}");

        // When
        StreamedAnswer answer = suite.gateway().stream(CHAT);

        // Then
        assertThat(answer.comments()).isNotEmpty();
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.roles()).isEqualTo(1);
        assertThat(answer.text().split(" ")).hasSize(4);
    }

    @Test
    void aProviderThatIsSlowIsHedgedForThoseWhoAskForIt() {
        // Given: it does not answer for longer than the edge waits before it asks the other one as well
        suite.simulator().behave(FIRST_ENDPOINT, "{\"ttft\":\"1500ms\"}");

        // When
        StreamedAnswer answer = suite.gateway().stream(CHAT.with("hedge", "true"));

        // Then: the faster one answers, and the other one is hung up on
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.roles()).isEqualTo(1);
        assertThat(answer.chunks())
                .allSatisfy(chunk -> assertThat(chunk.path("provider").asText()).isEqualTo("Simulator B"));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(suite.simulator().callsFor(answer.generation()))
                        .extracting(Call::outcome)
                        .containsExactly("completed", "client_gone"));
        assertBothAttemptsRecorded(answer.generation(), answer.usage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWantsToKnowIsToldWhichAttemptsThereWere(boolean stream) {
        // Given
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":503}");
        Gateway curious = suite.gateway().with("x-openrouter-metadata", "enabled");

        // When
        JsonNode metadata = (stream
                        ? curious.stream(CHAT).chunks().getLast()
                        : curious.chat(CHAT).json())
                .path("openrouter_metadata");

        // Then
        assertThat(metadata.path("requested").asText()).isEqualTo(MODEL);
        assertThat(metadata.path("strategy").asText()).isEqualTo("direct");
        assertThat(metadata.path("region").isNull()).isTrue();
        assertThat(metadata.path("attempt").asInt()).isEqualTo(2);
        assertThat(metadata.path("is_byok").isBoolean()).isTrue();
        assertThat(metadata.path("attempts").findValuesAsText("status")).containsExactly("503", "200");
        assertThat(metadata.at("/endpoints/available").findValuesAsText("provider"))
                .startsWith("Simulator", "Simulator B");
        assertThat(metadata.at("/endpoints/available/1/selected").asBoolean()).isTrue();
    }

    @Test
    void anErrorTellsItToo() {
        // When
        Answer answer = Misbehaviour.failing(suite, "400")
                .with("x-openrouter-metadata", "enabled")
                .chat(CHAT);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/openrouter_metadata/attempts").findValuesAsText("code"))
                .containsExactly("request_rejected");
    }

    @Test
    void aModelThatFailsEveryThirdTimeNeverDoesForItsCallers() {
        // Given: more calls than it takes to fail
        List<StreamedAnswer> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 6; i++) {
            answers.add(suite.gateway().stream(CHAT));
        }

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.isDone()).isTrue();
            assertThat(answer.roles()).isEqualTo(1);
        });
        assertThat(answers)
                .anySatisfy(answer -> assertThat(suite.simulator().callsFor(answer.generation()))
                        .extracting(Call::instance)
                        .containsExactlyInAnyOrder("default", "b"));
    }

    @Test
    void aModelWhoseProvidersAllFailNamesAllAttempts() {
        // When
        Answer answer = Misbehaviour.failing(suite, "503").chat(CHAT);

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error().at("/metadata/previous_errors").findValuesAsText("provider"))
                .startsWith("simulator", "simulator-b")
                .hasSize(6);
    }

    @Test
    void callersWhoForbidItAreNotFailedOver() {
        // Given
        suite.simulator().behave(FIRST_ENDPOINT, "{\"fail\":503}");

        // When
        Answer answer = suite.gateway().chat(CHAT.onlyAt("simulator"));

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(suite.simulator().callsFor(answer.generation()))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.instance()).isEqualTo("default"));
    }

    private void assertBothAttemptsRecorded(String generation, JsonNode usage) {
        List<Call> calls = suite.simulator().callsFor(generation);
        // A connection that was idle and is reset may have been stale, and is not counted: a second one shows.
        assertThat(calls).extracting(Call::instance).startsWith("b", "default").hasSizeBetween(2, 3);
        assertThat(calls.stream().filter(call -> call.instance().equals("b"))).hasSize(1);
        suite.awaitBooked();
        JsonNode record = await().atMost(Duration.ofSeconds(10))
                .until(() -> suite.gateway().get("/api/v1/generation?id=" + generation), found -> found.status() == 200)
                .json()
                .path("data");
        assertThat(record.path("provider_responses").findValuesAsText("provider_name"))
                .containsExactly("simulator", "simulator-b");
        assertThat(record.path("provider_name").asText()).isEqualTo("simulator-b");
        assertThat(record.path("upstream_id").asText())
                .isEqualTo(calls.getFirst().id());
        // Only the one that answered is paid, at its own prices.
        Money charged = Money.ofNanos(
                calls.getFirst().promptTokens() * 1_500 + calls.getFirst().completionTokens() * 3_000);
        assertThat(Money.ofUsd(record.path("total_cost").decimalValue())).isEqualTo(charged);
        assertThat(Money.ofUsd(usage.path("cost").decimalValue())).isEqualTo(charged);
    }
}
