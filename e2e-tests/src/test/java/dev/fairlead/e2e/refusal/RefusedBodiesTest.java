package dev.fairlead.e2e.refusal;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.fairlead.e2e.refusal.FreeOfCharge.assertEnvelope;
import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that are no valid chat request. */
@OnSharedSuite
class RefusedBodiesTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String GOOD = "{\"model\":\"simulator/sim-chat\"," + MESSAGES + "}";
    private static final int MEGABYTE = 1 << 20;

    private final Suite suite;

    RefusedBodiesTest(Suite suite) {
        this.suite = suite;
    }

    private Answer refused(byte[] body) {
        return new FreeOfCharge(suite)
                .watch(() -> suite.gateway().call("POST", Gateway.CHAT, BodyPublishers.ofByteArray(body)));
    }

    private Answer refused(String body) {
        return refused(body.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("an open object", "{\"model\":\"simulator/sim-chat\""),
                Arguments.of("a trailing comma", "{\"model\":\"simulator/sim-chat\",}"),
                Arguments.of("a second document", GOOD + GOOD),
                Arguments.of("an array", "[" + GOOD + "]"),
                Arguments.of("a string", "\"simulator/sim-chat\""),
                Arguments.of("single quotes", GOOD.replace('"', '\'')),
                Arguments.of("not a number", GOOD.replace("}]}", "}],\"temperature\":NaN}")),
                Arguments.of("a leading zero", GOOD.replace("}]}", "}],\"max_tokens\":01}")),
                Arguments.of("a raw line break in a string", GOOD.replace("Hi", "Hi\nyou")),
                Arguments.of("an unknown escape", GOOD.replace("Hi", "\\x41")),
                Arguments.of("a comment", "/* hello */" + GOOD));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notJson(String what, String body) {
        Answer answer = refused(body);

        assertEnvelope(answer, 400, "invalid_request", "body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model | 5",
                "model | ''",
                "model | {}",
                "models | 'sim-chat'",
                "models | [5]",
                "messages | []",
                "messages | 'Hi'",
                "messages | {}",
                "messages | ['Hi']",
                "messages | null",
                "stream | 'yes'",
                "stream | 1",
                "max_tokens | 'ten'",
                "max_tokens | -1",
                "max_tokens | 0",
                "max_tokens | 1.5",
                "max_tokens | 1e400",
                "max_completion_tokens | []",
                "n | 0",
                "n | 1000",
                "user | 7",
                "session_id | true",
                "provider | []",
                "provider.order | 'simulator'",
                "provider.only | [1]",
                "provider.sort | 'beauty'",
                "provider.allow_fallbacks | 'no'",
                "provider.max_price | 'cheap'",
                "provider.colour | 'red'",
                "plugins | 'web'",
                "transforms | ['x']"
            })
    void aFieldOfAWrongTypeIsNamed(String field, String value) {
        String json = value.replace('\'', '"');
        Chat chat = Chat.to("simulator/sim-chat");
        chat = field.startsWith("provider.")
                ? chat.with("provider", "{\"" + field.substring("provider.".length()) + "\":" + json + "}")
                : chat.with(field, json);

        Answer answer = refused(chat.json());

        assertEnvelope(answer, 400, "invalid_request", field);
        assertThat(answer.error().path("param").asText()).isEqualTo(field);
    }

    @Test
    void aMissingModelIsNamed() {
        Answer answer = refused("{" + MESSAGES + "}");

        assertEnvelope(answer, 400, "invalid_request", "model");
    }

    @Test
    void missingMessagesAreNamed() {
        Answer answer = refused("{\"model\":\"simulator/sim-chat\"}");

        assertEnvelope(answer, 400, "invalid_request", "messages");
    }

    @ParameterizedTest
    @CsvSource({"model", "messages", "stream", "max_tokens"})
    void aFieldThatIsThereTwiceIsNamed(String field) {
        String value = field.equals("messages") ? "[{\"role\":\"user\",\"content\":\"Hi\"}]" : "\"x\"";
        String twice = "\"" + field + "\":" + value + ",\"" + field + "\":" + value;

        Answer answer = refused("{" + twice + "," + MESSAGES + ",\"model\":\"simulator/sim-chat\"}");

        assertEnvelope(answer, 400, "invalid_request", field);
    }

    @ParameterizedTest
    @CsvSource({"Model", "MESSAGES", "Stream", "max_Tokens", "Provider"})
    void aFieldInAnotherCaseIsNamed(String field) {
        Answer answer = refused("{\"" + field + "\":1," + GOOD.substring(1));

        assertEnvelope(answer, 400, "invalid_request", "");
        assertThat(answer.error().path("message").asText()).containsIgnoringCase("'" + field + "'");
    }

    @Test
    void anUnknownModelIsAnsweredWithTheNearestNames() {
        Answer answer = refused(Chat.to("simulator/sim-chatt").json());

        assertEnvelope(answer, 400, "invalid_request", "simulator/sim-chat");
        assertThat(answer.error().path("param").asText()).isEqualTo("model");
    }

    @ParameterizedTest
    @CsvSource({"[", "{\"a\":"})
    void aMegabyteOfNestingIsRefused(String opening) {
        String nested = opening.repeat(MEGABYTE / opening.length());

        Answer answer = refused("{\"model\":\"simulator/sim-chat\",\"messages\":" + nested);

        assertEnvelope(answer, 400, "invalid_request", "body");
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = GOOD.getBytes(StandardCharsets.UTF_8);
        int at = GOOD.indexOf("Hi");
        body[at] = (byte) 0xC3;
        body[at + 1] = (byte) 0x28;

        Answer answer = refused(body);

        assertEnvelope(answer, 400, "invalid_request", "UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"})
    void anotherContentTypeIsRefused(String type) {
        Answer answer = new FreeOfCharge(suite)
                .watch(() -> suite.gateway().with("content-type", type).post(Gateway.CHAT, GOOD));

        assertEnvelope(answer, 415, "invalid_request", "Content-Type");
    }
}
