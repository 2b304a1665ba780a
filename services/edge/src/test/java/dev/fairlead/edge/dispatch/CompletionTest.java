package dev.fairlead.edge.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.OpenAiAdapter;
import dev.fairlead.edge.provider.WholeAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.edge.dispatch.Samples.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

/** What an answer is worth, and what the router is told of it. */
class CompletionTest {

    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":{}}}],";

    @Test
    void outcomeCarriesTheProvidersCountOfPromptAndCompletion() {
        // Given
        Completion completion = completion(STREAM);
        content(completion);
        completion.used(new TokenUsage(1_000, 200, 0, 0, 0, 0, 30, 12, 0, 0));

        // When
        Outcome outcome = ended(completion, OutcomeKind.SUCCESS);

        // Then
        assertThat(outcome.endpoint()).isEqualTo("acme/m");
        assertThat(outcome.promptTokens()).isEqualTo(1_200);
        assertThat(outcome.completionTokens()).isEqualTo(42);
    }

    @Test
    void attemptThatBrokeOffTellsTheTokensThatCame() {
        // Given
        Completion completion = completion(STREAM);
        for (int i = 0; i < 7; i++) {
            content(completion);
        }

        // When
        Outcome outcome = ended(completion, OutcomeKind.CLIENT_GONE);

        // Then
        assertThat(outcome.promptTokens()).isPositive();
        assertThat(outcome.completionTokens()).isEqualTo(7);
    }

    @Test
    void attemptThatWasNotAnsweredTellsNoTokens() {
        // Given
        Completion completion = completion(STREAM + TOOLS);

        // When
        Outcome outcome = ended(completion, OutcomeKind.RATE_LIMITED);

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
            boolean tools, @Nullable String finishReason, boolean offered, boolean called) {
        // Given
        Completion completion = completion((tools ? TOOLS : "") + STREAM);
        chunk(completion, true, finishReason);

        // When
        Outcome outcome = ended(completion, OutcomeKind.SUCCESS);

        // Then
        assertThat(outcome.toolsOffered()).isEqualTo(offered);
        assertThat(outcome.toolCalled()).isEqualTo(called);
    }

    @ParameterizedTest
    @CsvSource({"'\"tools\":[],'", "'\"tools\":null,'", "'\"tools\":{},'", "''"})
    void anEmptyListOfToolsOffersNone(String tools) {
        assertThat(ended(completion(tools), OutcomeKind.SUCCESS).toolsOffered()).isFalse();
    }

    @Test
    void onlyAStreamTellsWhenItsFirstTokenCame() {
        // Given
        long begun = System.nanoTime();
        Completion streamed = completion(STREAM);
        Completion whole = completion("");
        content(streamed);
        whole.add(answer("{\"role\":\"assistant\",\"content\":\"Hi\"}", "\"stop\"", ""));

        // When
        Outcome ofStream = streamed.toOutcome(OutcomeKind.SUCCESS, 200, begun, later(begun), -1);
        Outcome ofWhole = whole.toOutcome(OutcomeKind.SUCCESS, 200, begun, later(begun), -1);

        // Then
        assertThat(ofStream.timeToFirstTokenMillis()).isBetween(0L, 2_000L);
        assertThat(ofWhole.timeToFirstTokenMillis()).isEqualTo(-1);
        assertThat(ofStream.durationMillis()).isEqualTo(3_000);
        assertThat(ofWhole.durationMillis()).isEqualTo(3_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"role":"assistant","content":""}              | "stop"           |  | true  | false
            {"role":"assistant","content":null}            | null             |  | true  | true
            {"content":"","tool_calls":[],"refusal":null}  | ""               |  | true  | true
            {"content":""}                                 | "error"          |  | true  | true
            {"content":""}                                 | "length"         |  | false | false
            {"content":""}                                 | "content_filter" |  | false | false
            {"content":"Hi"}                               | "stop"           |  | false | false
            {"content":"Hi"}                               | null             |  | false | false
            {"content":"Hi"}                               | "error"          |  | false | true
            {"content":null,"tool_calls":[{"id":"1"}]}     | "stop"           |  | false | false
            {"content":null,"reasoning":"hm"}              | "stop"           |  | false | false
            {"content":""}                                 | "stop"           | ,"usage":{"prompt_tokens":9,"completion_tokens":0} | true  | false
            {"content":""}                                 | null             | ,"usage":{"prompt_tokens":9,"completion_tokens":0} | true  | true
            {"content":""}                                 | "stop"           | ,"usage":{"prompt_tokens":9,"completion_tokens":4} | false | false
            """)
    void anAnswerIsEmptyIfItSaysNothingWithoutAReason(
            String message, String finishReason, @Nullable String usage, boolean empty, boolean insured) {
        // Given
        Completion completion = completion("");

        // When
        completion.add(answer(message, finishReason, usage == null ? "" : usage));

        // Then
        assertThat(completion.isEmpty()).isEqualTo(empty);
        assertThat(completion.isInsured()).isEqualTo(insured);
    }

    @Test
    void aStreamOfARoleAndAnEndIsEmpty() {
        // Given
        Completion completion = completion(STREAM);

        // When
        chunk(completion, false, null);
        chunk(completion, false, "stop");
        completion.used(TokenUsage.ofText(9, 0));

        // Then
        assertThat(completion.isEmpty()).isTrue();
    }

    private static void content(Completion completion) {
        chunk(completion, true, null);
    }

    private static void chunk(Completion completion, boolean hasContent, @Nullable String finishReason) {
        JsonIndex json = JsonIndex.of("{\"id\":\"u-1\",\"choices\":[{}]}".getBytes(StandardCharsets.UTF_8));
        completion.add(new CompletionEvent.Chunk(json, hasContent, finishReason));
    }

    private static WholeAnswer answer(String message, String finishReason, String usage) {
        String json = "{\"id\":\"u-1\",\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":"
                + finishReason + "}]" + usage + "}";
        return new OpenAiAdapter().readWhole(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome ended(Completion completion, OutcomeKind kind) {
        long begun = System.nanoTime();
        return completion.toOutcome(kind, 0, begun, later(begun), kind == OutcomeKind.RATE_LIMITED ? 9_000 : -1);
    }

    private static long later(long begun) {
        return begun + TimeUnit.SECONDS.toNanos(3);
    }

    private static Completion completion(String fields) {
        return new Completion(
                Samples.candidate("m", "acme", "http://127.0.0.1"),
                Samples.request(fields),
                System.currentTimeMillis());
    }
}
