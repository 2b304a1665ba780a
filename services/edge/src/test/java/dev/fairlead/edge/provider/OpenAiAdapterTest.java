package dev.fairlead.edge.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.envelope.JsonFault;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiAdapterTest {

    private static final String ROLE =
            "{\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
                    + "\"finish_reason\":null}]}";
    private static final String CONTENT =
            "{\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hé😀\"},\"finish_reason\":null}]}";
    private static final String STOP =
            "{\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\" :\n \"stop\"}],\"usage\":null}";
    private static final String USAGE =
            "{\"id\":\"c-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";
    private static final String STREAM = ": hello\n\ndata: " + ROLE + "\n\ndata: " + CONTENT + "\r\n\r\ndata: "
            + STOP.replace("\n", "") + "\n\ndata: " + USAGE + "\n\ndata: [DONE]\n\n";
    private static final List<String> EVENTS =
            List.of("chunk c-1 silent null", "chunk c-1 content null", "chunk c-1 content stop", "usage 3+4", "end");

    private final OpenAiAdapter adapter = new OpenAiAdapter();

    @Test
    void readsAWholeAnswer() {
        // When
        WholeAnswer answer = whole("{\"id\":\"c-7\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"the \\\"finish_reason\\\": \\\"length\\\"\"},\"finish_reason\" : \"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}");

        // Then
        assertThat(answer.upstreamId()).isEqualTo("c-7");
        assertThat(answer.finishReason()).isEqualTo("stop");
        assertThat(answer.usage()).isEqualTo(new TokenUsage(6, 4, 0, 0, 0, 0, 2, 0, 0, 0));
        assertThat(answer.failure()).isNull();
    }

    @Test
    void readsAWholeAnswerThatSaysLittle() {
        WholeAnswer answer = whole("{\"choices\":[{}]}");

        assertThat(answer.upstreamId()).isNull();
        assertThat(answer.finishReason()).isNull();
        assertThat(answer.usage()).isNull();
        assertThat(whole("{\"id\":7,\"choices\":[{\"finish_reason\":null}],\"usage\":[],\"error\":null}")
                        .usage())
                .isNull();
    }

    @Test
    void isNotMisledByTextsThatLookLikeAFinishReason() {
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"finish_reason\",\"x\":\"length\"},"
                                + "\"y\":[\"finish_reason\",\"length\"],\"finish_reason\":\"tool_calls\"}]}")
                        .finishReason())
                .isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"error":{"message":"no capacity","code":500}}      | no capacity
        {"error":"plain words"}                             | plain words
        {"error":{"code":7}}                                | an error without a message
        {"error":{},"choices":[{}]}                         | an error without a message
        {"error":{"message":"x"},"choices":[{"index":0}]}   | x
        """)
    void seesAnErrorInSpiteOfAGoodStatus(String body, String failure) {
        assertThat(whole(body).failure()).isEqualTo(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":{}}",
                "{\"choices\":[{}]",
                "{\"choices\":[{}],\"choices\":[{}]}",
                "{\"choices\":[{}]}x"
            })
    void refusesAWholeAnswerThatIsNone(String body) {
        assertThatThrownBy(() -> whole(body)).isInstanceOf(JsonFault.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        {"error":{"message":" too long "}}         | too long
        {"error":"words"}                          | words
        {"message":"words"}                        | words
        [{"error":{"message":"words"}}]            | words
        {"error":{"message":""}}                   | -
        {"error":{"message":7}}                    | -
        {"error":null}                             | -
        []                                         | -
        7                                          | -
        <html>                                     | -
        ``                                         | -
        """)
    void readsWhatAnErrorResponseSays(String body, String message) {
        assertThat(adapter.errorMessage(bytes(body))).isEqualTo(message);
    }

    @Test
    void shortensWhatAnErrorResponseSays() {
        assertThat(adapter.errorMessage(bytes("{\"error\":{\"message\":\"" + "x".repeat(5_000) + "\"}}")))
                .hasSize(1_001);
        assertThat(adapter.errorMessage(bytes("[".repeat(100_000)))).isNull();
    }

    @Test
    void turnsAStreamIntoTheSameEventsWhereverItIsCut() {
        byte[] stream = bytes(STREAM);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertThat(read(Arrays.copyOfRange(stream, 0, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(EVENTS);
        }
    }

    @Test
    void turnsAStreamIntoTheSameEventsByteForByteAndInRandomPieces() {
        byte[] stream = bytes(STREAM);
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            List<byte[]> pieces = new ArrayList<>();
            int at = 0;
            while (at < stream.length) {
                int next = Math.min(stream.length, at + 1 + random.nextInt(round + 1));
                pieces.add(Arrays.copyOfRange(stream, at, next));
                at = next;
            }
            assertThat(read(pieces.toArray(byte[][]::new))).isEqualTo(EVENTS);
        }
    }

    @Test
    void takesAFinishReasonAmongWhiteSpace() {
        assertThat(events(STOP.replace("\n", " ").replace("\"stop\"", "\t\"stop\" ")))
                .containsExactly("chunk c-1 silent stop");
    }

    @Test
    void takesToolCallsReasoningAndAudioForContent() {
        assertThat(events(delta("\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]")))
                .containsExactly("chunk null content null");
        assertThat(events(delta("\"reasoning_content\":\"hm\""))).containsExactly("chunk null content null");
        assertThat(events(delta("\"audio\":{\"data\":\"AA==\"}"))).containsExactly("chunk null content null");
        assertThat(events(delta("\"refusal\":\"no\""))).containsExactly("chunk null content null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "content_filter", "tool_calls"})
    void takesAnEndForAReasonForContent(String reason) {
        assertThat(events(STOP.replace("\n", " ").replace("stop", reason)))
                .containsExactly("chunk c-1 content " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "error", ""})
    void takesAPlainEndForNoContent(String reason) {
        assertThat(events(STOP.replace("\n", " ").replace("stop", reason)))
                .containsExactly("chunk c-1 silent " + reason);
    }

    @Test
    void takesARoleOrEmptyPartsForNoContent() {
        assertThat(events(
                        delta("\"role\":\"assistant\""),
                        delta("\"content\":\"\",\"tool_calls\":[],\"reasoning\":null,\"audio\":{}"),
                        delta("")))
                .containsOnly("chunk null silent null")
                .hasSize(3);
    }

    @Test
    void tellsUsageBesideChoicesAfterTheChunk() {
        assertThat(events("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"length\"}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}"))
                .containsExactly("chunk null content length", "usage 1+2");
    }

    @Test
    void takesUsageWithoutChoices() {
        assertThat(events("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}"))
                .containsExactly("usage 1+2");
        assertThat(events("{\"choices\":[],\"usage\":{\"nonsense\":1}}")).isEmpty();
        assertThat(events("{\"choices\":[]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"sk-secret\"}}", "{\"error\":\"x\",\"choices\":[{}]}"})
    void tellsAnErrorWithinAStreamWithoutItsWords(String event) {
        assertThat(events(event)).containsExactly("failure the provider reported an error within the stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "garbage",
                "[]",
                "{\"choices\":[{\"delta\":{}}",
                "",
                "{\"object\":\"x\"}",
                "[DONE",
                "[DONE] ",
                "{\"choices\":[{\"delta\":{\"a\":1,\"a\":2}}]}"
            })
    void refusesAnEventThatIsNone(String event) {
        assertThatThrownBy(() -> events(event)).isInstanceOf(JsonFault.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":{}}", "{\"choices\":7}", "{\"choices\":\"x\"}"})
    void refusesChoicesThatAreNoArray(String event) {
        assertThatThrownBy(() -> events(event)).isInstanceOf(JsonFault.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[7]}",
                "{\"choices\":[null]}",
                "{\"choices\":[[]]}",
                "{\"choices\":[{\"delta\":7}]}",
                "{\"choices\":[{\"delta\":null,\"finish_reason\":7}]}"
            })
    void takesOddChoicesForNoContent(String event) {
        assertThat(events(event)).containsExactly("chunk null silent null");
    }

    private List<String> events(String... data) {
        StringBuilder stream = new StringBuilder();
        for (String event : data) {
            stream.append("data: ").append(event).append("\n\n");
        }
        return read(bytes(stream.toString()));
    }

    private List<String> read(byte[]... pieces) {
        List<String> events = new ArrayList<>();
        ProviderAdapter.StreamReader reader = adapter.openStream(1 << 20, event -> events.add(describe(event)));
        for (byte[] piece : pieces) {
            reader.feed(Buffer.buffer(piece));
        }
        reader.end();
        return events;
    }

    private static String describe(CompletionEvent event) {
        return switch (event) {
            case CompletionEvent.Chunk chunk ->
                "chunk " + chunk.upstreamId() + (chunk.hasContent() ? " content " : " silent ") + chunk.finishReason();
            case CompletionEvent.Usage usage ->
                "usage " + usage.usage().promptTokens() + "+" + usage.usage().completionTokens();
            case CompletionEvent.Failure failure -> "failure " + failure.message();
            case CompletionEvent.End end -> "end";
        };
    }

    private static String delta(String members) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + members + "},\"finish_reason\":null}]}";
    }

    private WholeAnswer whole(String body) {
        return adapter.readWhole(bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
