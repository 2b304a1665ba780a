package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a look through the messages tells: what they hold, what they are about, and which conversation it is. */
class MessagesTest {

    private static final OrganisationId ACME = new OrganisationId("acme");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        image | {"type":"image_url","image_url":{"url":"https://x.example/a.png"}}
        image | {"image_url":{"url":"https://x.example/a.png"}}
        audio | {"type":"input_audio","input_audio":{"data":"","format":"wav"}}
        video | {"type":"video_url","video_url":{"url":"https://x.example/a.mp4"}}
        file  | {"file":{"file_data":"data:"},"type":"file"}
        """)
    void findsWhatIsNotText(String modality, String part) {
        assertThat(modalities("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}," + part + "]}]"))
                .containsExactly(modality);
    }

    @Test
    void isNotMisledByText() {
        assertThat(modalities("[{\"role\":\"user\",\"content\":\"say \\\"image_url\\\"\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"input_audio\"}]},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"file\":1}]}]"))
                .isEmpty();
    }

    @Test
    void readsThePromptOfTheLastUserMessageAndTheFirstSystemPrompt() {
        // When
        PromptQuestion prompt = read("[{\"role\":\"system\",\"content\":\"Be\\nbrief.\"},"
                        + "{\"role\":\"user\",\"content\":\"first\"},{\"role\":\"assistant\",\"content\":\"answer\"},"
                        + "{\"content\":[{\"type\":\"text\",\"text\":\"look: \\u00e9\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}},{\"type\":\"text\",\"text\":\"what?\"}],"
                        + "\"role\":\"user\"},{\"role\":\"tool\",\"content\":\"result\"},"
                        + "{\"role\":\"system\",\"content\":\"late\"}]")
                .prompt();

        // Then
        assertThat(prompt.text()).isEqualTo("look: é\nwhat?");
        assertThat(prompt.system()).isEqualTo("Be\nbrief.");
        assertThat(prompt.offersTools()).isFalse();
        assertThat(prompt.promptTokens()).isBetween(10L, 15L);
    }

    @Test
    void hasAnEmptyPromptWhereTheUserSaysNothing() {
        assertThat(read("[{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\"},{\"content\":7}]")
                        .prompt())
                .isEqualTo(new PromptQuestion("", null, false, 0));
    }

    @Test
    void cutsTheMiddleOutOfALongPrompt() {
        // When
        PromptQuestion prompt = read("[{\"role\":\"system\",\"content\":\"" + "s".repeat(5_000)
                        + "\"},{\"role\":\"user\",\"content\":\"" + "a".repeat(50_000) + "b".repeat(50_000) + "\"}]")
                .prompt();

        // Then
        assertThat(prompt.text()).isEqualTo("a".repeat(4_096) + "\n" + "b".repeat(4_096));
        assertThat(prompt.system()).isEqualTo("s".repeat(1_024));
        assertThat(prompt.promptTokens()).isEqualTo(105_000 / 4);
    }

    @Test
    void cutsBetweenCharactersOfAnySpelling() throws JsonProcessingException {
        SplittableRandom random = new SplittableRandom(11);
        String letters = "a\u00e9\u4e2d\\\"\n\ud83d\ude00\t/u";
        for (int round = 0; round < 300; round++) {
            // Given: parts with all kinds of characters, some of them escaped.
            List<String> parts = new ArrayList<>();
            StringBuilder whole = new StringBuilder();
            for (int part = random.nextInt(1, 4); part > 0; part--) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(6_000); i > 0; i--) {
                    int index =
                            letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
                    text.appendCodePoint(letters.codePointAt(index));
                }
                parts.add("{\"type\":\"text\",\"text\":" + quote(text.toString(), random.nextBoolean()) + "}");
                whole.append(whole.isEmpty() ? "" : "\n").append(text);
            }

            // When
            String prompt = read("[{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}]")
                    .prompt()
                    .text();

            // Then
            assertThat(prompt.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(9_000);
            assertThat(prompt).doesNotContain("\ufffd");
            int head = common(prompt, whole.toString());
            int tail = common(reversed(prompt), reversed(whole.toString()));
            assertThat(head + tail).isGreaterThanOrEqualTo(prompt.length() - 1);
        }
    }

    @Test
    void replacesHalvesOfCharacters() throws JsonProcessingException {
        // When
        PromptQuestion prompt = read("[{\"role\":\"user\",\"content\":\"a\\ud800b\\udc00c\\ud83d\\ude00\"}]")
                .prompt();

        // Then
        assertThat(prompt.text()).isEqualTo("a\ufffdb\ufffdc\ud83d\ude00");
        assertThat(FairleadJson.mapper().writeValueAsString(prompt)).contains("\ud83d\ude00");
    }

    @Test
    void doesNotCountTokensOfShortPrompts() {
        assertThat(read("[{\"role\":\"user\",\"content\":\"" + "a".repeat(30_000) + "\"}]")
                        .features()
                        .leastPromptTokens())
                .isZero();
    }

    @Test
    void countsTheFewestTokensThatALongPromptCanHave() {
        assertThat(leastTokens("a ".repeat(50_000))).isEqualTo(12_500);
        assertThat(leastTokens("中".repeat(30_000))).isEqualTo(3_750);
        assertThat(leastTokens("\\u0430".repeat(30_000))).as("escapes").isZero();
    }

    @Test
    void countsNoTokensForMedia() {
        String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(100_000)
                + "\"}}";

        assertThat(read("[{\"role\":\"user\",\"content\":[" + image + "]}]")
                        .features()
                        .leastPromptTokens())
                .isZero();
    }

    @Test
    void isTheSameConversationWhateverIsSaidLater() {
        // Given
        String start = "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}";

        // Then
        assertThat(conversation(start + "]"))
                .isNotZero()
                .isEqualTo(conversation(start + ",{\"role\":\"assistant\",\"content\":\"hello\"},"
                        + "{\"role\":\"system\",\"content\":\"late\"},{\"role\":\"user\",\"content\":\"more\"}]"));
    }

    @Test
    void isAnotherConversationIfItBeginsDifferently() {
        assertThat(List.of(
                        conversation("[{\"role\":\"user\",\"content\":\"hi\"}]"),
                        conversation("[{\"role\":\"user\",\"content\":\"ho\"}]"),
                        conversation(
                                "[{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"hi\"}]"),
                        conversation(
                                "[{\"role\":\"developer\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"hi\"}]"),
                        conversation("[{\"role\":\"system\",\"content\":\"a\"}]"),
                        ChatRequest.read(body("[{\"role\":\"user\",\"content\":\"hi\"}]", ""), new OrganisationId("b"))
                                .conversation(),
                        read("[{\"role\":\"user\",\"content\":\"hi\"}]", ",\"session_id\":\"s\"")
                                .conversation(),
                        read("[{\"role\":\"user\",\"content\":\"hi\"}]", ",\"prompt_cache_key\":\"s\"")
                                .conversation()))
                .doesNotHaveDuplicates();
    }

    @Test
    void isTheSameConversationIfTheSessionIs() {
        assertThat(read("[{\"role\":\"user\",\"content\":\"hi\"}]", ",\"session_id\":\"s\"")
                        .conversation())
                .isEqualTo(read(
                                "[{\"role\":\"user\",\"content\":\"else\"}]",
                                ",\"session_id\":\"s\",\"prompt_cache_key\":\"k\"")
                        .conversation());
        assertThat(read("[{\"role\":\"user\",\"content\":\"hi\"}]", ",\"prompt_cache_key\":\"k\"")
                        .conversation())
                .isEqualTo(read("[{\"role\":\"user\",\"content\":\"else\"}]", ",\"prompt_cache_key\":\"k\"")
                        .conversation());
    }

    private static long leastTokens(String text) {
        return read("[{\"role\":\"user\",\"content\":\"" + text + "\"}]")
                .features()
                .leastPromptTokens();
    }

    private static long conversation(String messages) {
        return read(messages).conversation();
    }

    private static Iterable<String> modalities(String messages) {
        ChatRequest request = read(messages);
        assertThat(request.needs().inputModalities())
                .isEqualTo(request.features().inputModalities().get());
        return request.features().inputModalities().get();
    }

    private static String quote(String text, boolean ascii) throws JsonProcessingException {
        String quoted = FairleadJson.mapper().writeValueAsString(text);
        if (!ascii) {
            return quoted;
        }
        StringBuilder escaped = new StringBuilder();
        quoted.chars().forEach(c -> escaped.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }

    private static int common(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String reversed(String text) {
        char[] chars = text.toCharArray();
        char[] reversed = new char[chars.length];
        for (int i = 0; i < chars.length; i++) {
            reversed[i] = chars[chars.length - 1 - i];
        }
        return new String(reversed);
    }

    private static ChatRequest read(String messages) {
        return read(messages, "");
    }

    private static ChatRequest read(String messages, String members) {
        return ChatRequest.read(body(messages, members), ACME);
    }

    private static byte[] body(String messages, String members) {
        return ("{\"model\":\"m\",\"messages\":" + messages + members + "}").getBytes(StandardCharsets.UTF_8);
    }
}
