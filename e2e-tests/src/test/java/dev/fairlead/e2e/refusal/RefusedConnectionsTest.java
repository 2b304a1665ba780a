package dev.fairlead.e2e.refusal;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Confidentiality;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.RawConnection;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.e2e.refusal.FreeOfCharge.assertEnvelope;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that are wrong as HTTP, or come to the wrong place. */
@OnSharedSuite
class RefusedConnectionsTest {

    private static final int LIMIT = 4 << 20;
    private static final String HEAD = "POST " + Gateway.CHAT + " HTTP/1.1\r\nHost: edge\r\n" + "Authorization: Bearer "
            + Demo.ACME_KEY + "\r\nContent-Type: application/json\r\n";
    private static final String BODY = Chat.to("simulator/sim-chat").json();

    private final Suite suite;

    RefusedConnectionsTest(Suite suite) {
        this.suite = suite;
    }

    /** What is answered to these parts, after which the caller falls silent. */
    private Answer answerTo(String... parts) {
        return new FreeOfCharge(suite).watch(() -> {
            try (RawConnection connection = suite.gateway().connect()) {
                for (String part : parts) {
                    connection.send(part);
                }
                return connection.answer();
            }
        });
    }

    @Test
    void aBodyThatStopsComingIsRefusedAfterAWhile() {
        Answer answer = answerTo(HEAD, "Content-Length: 1000\r\n\r\n", BODY);

        assertEnvelope(answer, 408, "invalid_request", BODY.length() + " bytes");
    }

    @Test
    void aBodyThatIsCutOffCostsNothing() {
        // When: its caller goes away in the middle
        String received = new FreeOfCharge(suite).watch(() -> {
            try (RawConnection connection = suite.gateway().connect()) {
                connection.send(HEAD + "Content-Length: 1000\r\n\r\n" + BODY);
                connection.endSending();
                return connection.receive();
            }
        });

        // Then: there is nobody to answer, or at least no answer that looks like a success
        assertThat(received).doesNotContain(" 200 ", "choices");
        Confidentiality.assertKept(received);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedAtOnce() {
        Answer answer = answerTo(HEAD, "Content-Length: " + (LIMIT + 1) + "\r\n\r\n");

        assertEnvelope(answer, 413, "payload_too_large", Integer.toString(LIMIT));
    }

    @Test
    void aBodyWithoutEndIsRefusedWhileItIsRead() {
        // Given: chunks of 64 KB, one more than are allowed, and no end
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

        // When
        Answer answer = answerTo(HEAD, "Transfer-Encoding: chunked\r\n\r\n", chunk.repeat(LIMIT / 0x10000 + 1));

        // Then
        assertEnvelope(answer, 413, "payload_too_large", Integer.toString(LIMIT));
    }

    @Test
    void overLongHeadersAreRefusedByName() {
        Answer answer = answerTo(
                HEAD,
                "X-Title: " + "t".repeat(20_000) + "\r\nConnection: close\r\nContent-Length: " + BODY.length()
                        + "\r\n\r\n" + BODY);

        assertEnvelope(answer, 431, "invalid_request", "X-Title");
    }

    @Test
    void aHeaderBeyondAllBoundsIsRefused() {
        Answer answer = answerTo(HEAD, "X-Title: " + "t".repeat(200_000) + "\r\n\r\n");

        assertThat(answer.status()).isBetween(400, 431);
        Confidentiality.assertKept(answer.body());
    }

    @Test
    void noContentTypeIsRefused() {
        Answer answer = answerTo(
                HEAD.replace("Content-Type: application/json\r\n", ""),
                "Connection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);

        assertEnvelope(answer, 415, "invalid_request", "Content-Type");
    }

    @ParameterizedTest
    @CsvSource({"GET", "PUT", "DELETE", "PATCH"})
    void anotherMethodIsRefused(String method) {
        Answer answer = answerTo(HEAD.replace("POST", method), "Connection: close\r\nContent-Length: 2\r\n\r\n{}");

        assertEnvelope(answer, 405, "invalid_request", method);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/chat", "/api/v1/nothing", "/api/v1/generation/x"})
    void anUnknownPathIsRefused(String path) {
        Answer answer = answerTo(HEAD.replace(Gateway.CHAT, path), "Connection: close\r\nContent-Length: 2\r\n\r\n{}");

        assertEnvelope(answer, 404, "not_found", path);
    }
}
