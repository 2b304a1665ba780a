package dev.fairlead.simulator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairlead.simulator.behaviour.TokenCounts;
import dev.fairlead.simulator.behaviour.UsageReport;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PseudoText TEXT = new PseudoText(42);
    private static final TokenCounts TOKENS = new TokenCounts(9, 4, 12, 2, false);

    private final OpenAiFormat format = new OpenAiFormat();

    private static Answer answer(UsageReport usage, boolean wantsUsage) {
        return new Answer("chatcmpl-1", 1_700_000_000L, "say \"hi\"\n", TOKENS, TEXT, usage, wantsUsage, 0);
    }

    private static JsonNode json(Buffer buffer) {
        try {
            return JSON.readTree(buffer.getBytes());
        } catch (Exception e) {
            throw new AssertionError("not JSON: " + buffer, e);
        }
    }

    /** The data of each event; fails if an event is not framed as OpenAI frames it. */
    private static List<String> events(EventWriter writer, int chunk) {
        List<Buffer> buffers = new ArrayList<>(writer.opening());
        for (int from = 0; from < TOKENS.content(); from += chunk) {
            buffers.add(writer.content(from, Math.min(from + chunk, TOKENS.content())));
        }
        buffers.addAll(writer.closing());
        return buffers.stream()
                .map(Buffer::toString)
                .peek(event -> assertThat(event).startsWith("data: ").endsWith("\n\n"))
                .map(event -> event.substring(6, event.length() - 2))
                .peek(event -> assertThat(event).doesNotContain("\n"))
                .toList();
    }

    private static List<JsonNode> chunks(EventWriter writer, int chunk) throws JsonProcessingException {
        List<String> events = events(writer, chunk);
        assertThat(events.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            chunks.add(JSON.readTree(event));
        }
        return chunks;
    }

    @Test
    void aWholeAnswerIsAChatCompletion() {
        JsonNode json = json(format.whole(answer(UsageReport.NORMAL, false)));
        assertThat(json.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(json.at("/id").asText()).isEqualTo("chatcmpl-1");
        assertThat(json.at("/model").asText()).isEqualTo("say \"hi\"\n");
        assertThat(json.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(json.at("/choices/0/message/content").asText().split(" ")).hasSize(10);
        assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(9);
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(12);
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(21);
        assertThat(json.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(4);
        assertThat(json.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void aStreamHasTheSameTextHoweverItIsCut(int chunk) throws JsonProcessingException {
        // When
        List<JsonNode> chunks = chunks(format.events(answer(UsageReport.NORMAL, false)), chunk);

        // Then
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        String text = String.join(
                "",
                chunks.stream()
                        .map(json -> json.at("/choices/0/delta/content").asText())
                        .toList());
        assertThat(text)
                .isEqualTo(json(format.whole(answer(UsageReport.NORMAL, false)))
                        .at("/choices/0/message/content")
                        .asText());
        assertThat(chunks).allSatisfy(json -> {
            assertThat(json.at("/object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(json.has("usage")).isFalse();
        });
    }

    @Test
    void usageComesInALastChunkWithoutChoicesIfAskedFor() throws JsonProcessingException {
        List<JsonNode> chunks = chunks(format.events(answer(UsageReport.NORMAL, true)), 1);
        assertThat(chunks.getLast().get("choices")).isEmpty();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(12);
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(json -> assertThat(json.get("usage").isNull()).isTrue());
    }

    @Test
    void usageCanBeMissingOrZero() throws JsonProcessingException {
        assertThat(chunks(format.events(answer(UsageReport.NONE, true)), 1))
                .allSatisfy(json -> assertThat(json.has("usage")).isFalse());
        assertThat(json(format.whole(answer(UsageReport.NONE, false))).has("usage"))
                .isFalse();
        JsonNode zero = chunks(format.events(answer(UsageReport.ZERO, true)), 1).getLast();
        assertThat(zero.at("/usage/total_tokens").asInt(-1)).isZero();
        assertThat(zero.at("/usage/prompt_tokens_details/cached_tokens").asInt(-1))
                .isZero();
    }

    @Test
    void usageInEveryChunkCountsUp() throws JsonProcessingException {
        List<Integer> counts = chunks(format.events(answer(UsageReport.EVERY, false)), 1).stream()
                .map(json -> json.at("/usage/completion_tokens").asInt(-1))
                .toList();
        List<Integer> expected = new ArrayList<>(List.of(0));
        IntStream.rangeClosed(3, 12).forEach(expected::add);
        expected.add(12);
        assertThat(counts).isEqualTo(expected);
    }

    @Test
    void paddingMakesTheFirstContentLarge() {
        Answer padded = new Answer("chatcmpl-1", 0, "m", TOKENS, TEXT, UsageReport.NORMAL, false, 100_000);
        assertThat(format.events(padded).content(0, 1).length()).isGreaterThan(100_000);
        assertThat(format.events(padded).content(1, 2).length()).isLessThan(1_000);
    }

    @Test
    void aMalformedEventIsAFrameThatIsNotJson() {
        String event =
                format.events(answer(UsageReport.NORMAL, false)).malformed().toString();
        assertThat(event).startsWith("data: {").endsWith("\n\n");
        assertThat(canBeRead(event.substring(6))).isFalse();
    }

    private static boolean canBeRead(String json) {
        try {
            JSON.readTree(json);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 413, 418, 429, 500, 502, 503, 529, 599})
    void everyFailureHasTheEnvelope(int status) {
        JsonNode error = json(format.failure(status, "m\"")).get("error");
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(error.get("type").asText()).isNotBlank();
        assertThat(error.has("param")).isTrue();
        assertThat(error.has("code")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"Bearer abc,abc", "bearer  abc ,abc", "Bearer ,-", "Basic abc,-", "Bearer,-"})
    void theKeyIsTheBearer(String header, String key) {
        assertThat(format.apiKey(MultiMap.caseInsensitiveMultiMap().add("authorization", header)))
                .isEqualTo(key);
    }

    @Test
    void theTextNeedsNoEscapingAndHasCharactersOfOneToFourBytes() {
        String text = TEXT.between(0, 1_000);
        assertThat(text).doesNotContain("\"", "\\").isEqualTo(new PseudoText(42).between(0, 1_000));
        assertThat(text).isNotEqualTo(new PseudoText(43).between(0, 1_000));
        assertThat(text.chars().filter(c -> c < ' ').count()).isZero();
        assertThat(text).contains("a", "é", "€", "🚢");
        assertThat(TEXT.between(0, 3) + TEXT.between(3, 2_000)).isEqualTo(TEXT.between(0, 2_000));
    }
}
