package dev.fairlead.simulator;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.simulator.RawConnection.Ending;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.fairlead.simulator.Caller.body;
import static dev.fairlead.simulator.Caller.data;
import static dev.fairlead.simulator.Caller.isJson;
import static dev.fairlead.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every fault, as a client sees it. */
@QuarkusTest
@TestProfile(TracedProfile.class)
class FaultTest {

    private static final Pattern HTTP_CHUNK = Pattern.compile("([0-9a-f]+)\r\n");

    @TestHTTPResource("/")
    URI base = URI.create("/");

    private Caller caller = new Caller(base);

    @BeforeEach
    void connect() {
        caller = new Caller(base);
    }

    private RawConnection raw(String behaviour, boolean stream) {
        return RawConnection.send(caller.port(), behaviour, Caller.requestId(), body(stream));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 529})
    void aStatusWithAProvidersBody(int status) {
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> response = caller.chat("fail=" + status, body(stream));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(json(response).at("/error/message").asText()).isNotBlank();
            assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
        }
    }

    @Test
    void retryAfterIsAsAskedFor() {
        assertThat(caller.chat("fail=503,retry-after=7s", body(false)).headers().firstValue("retry-after"))
                .hasValue("7");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHangBeforeHeadersSendsNothing(boolean stream) {
        String id = Caller.requestId();
        try (RawConnection connection = RawConnection.send(caller.port(), "fail=hang", id, body(stream))) {
            await().until(() -> !caller.call(id).isMissingNode());
            assertThat(connection.received()).isEmpty();
            assertThat(caller.call(id).path("outcome").asText()).isEqualTo("running");
        }
        await().until(() -> "client_gone".equals(caller.call(id).path("outcome").asText()));
        assertThat(caller.call(id).path("status").asInt()).isZero();
        assertThat(caller.call(id).path("fault").asText()).isEqualTo("hang");
    }

    @Test
    void aHangInAStreamComesAfterItsChunks() {
        String id = Caller.requestId();
        try (RawConnection connection = RawConnection.send(caller.port(), "fail=hang@3", id, body(true))) {
            await().until(() -> caller.call(id).path("chunks").asInt() == 3);
            String text = connection.readUntil("\n\n");
            assertThat(text).contains("200 OK").doesNotContain("[DONE]");
            assertThat(caller.call(id).path("outcome").asText()).isEqualTo("running");
        }
        await().until(() -> "client_gone".equals(caller.call(id).path("outcome").asText()));
        assertThat(caller.call(id).path("completion_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void aHangInAWholeAnswerComesAfterHalfOfIt() {
        try (RawConnection connection = raw("fail=hang@1", false)) {
            String text = connection.readUntil("\"model\"");
            assertThat(text).containsIgnoringCase("content-length: ").doesNotContain("\"usage\"");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetBeforeHeaders(boolean stream) {
        try (RawConnection connection = raw("fail=reset", stream)) {
            assertThat(connection.readToEnd()).isEqualTo(Ending.RESET);
            assertThat(connection.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetInTheMiddle(boolean stream) {
        String id = Caller.requestId();
        try (RawConnection connection = RawConnection.send(caller.port(), "fail=reset@3", id, body(stream))) {
            assertThat(connection.readToEnd()).isEqualTo(Ending.RESET);
            assertThat(connection.received()).contains("200 OK").doesNotContain("[DONE]", "\"usage\"");
        }
        assertThat(caller.call(id).path("outcome").asText()).isEqualTo("failed");
        assertThat(caller.call(id).path("chunks").asInt()).isEqualTo(stream ? 3 : 0);
    }

    @Test
    void aCutStreamEndsInOrderButTooEarly() {
        HttpResponse<String> response = caller.chat("fail=cut@3", body(true));
        assertThat(data(response.body())).hasSize(1 + 3).noneMatch(event -> event.equals("[DONE]"));
    }

    @Test
    void aCutWholeAnswerIsShorterThanAnnounced() {
        try (RawConnection connection = raw("fail=cut", false)) {
            assertThat(connection.readToEnd()).isEqualTo(Ending.CLOSED);
            Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(connection.received());
            assertThat(length.find()).isTrue();
            int announced = Integer.parseInt(length.group(1));
            int bytes = connection.received().length() - connection.received().indexOf("\r\n\r\n") - 4;
            assertThat(bytes).isEqualTo(announced / 2);
        }
    }

    @Test
    void aMalformedEventIsAmongGoodOnes() {
        List<String> events =
                data(caller.chat("completion=5,fail=malformed@2", body(true)).body());
        assertThat(events).hasSize(1 + 5 + 1 + 1 + 1).last().isEqualTo("[DONE]");
        assertThat(isJson(events.get(2))).isTrue();
        assertThat(isJson(events.get(3))).isFalse();
        assertThat(isJson(events.get(4))).isTrue();
    }

    @Test
    void aMalformedWholeAnswerIsNotJson() {
        HttpResponse<String> response = caller.chat("fail=malformed", body(false));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(isJson(response.body())).isFalse();
    }

    @Test
    void anErrorEventEndsTheStream() {
        List<String> events = data(caller.chat("fail=error@2", body(true)).body());
        assertThat(events).hasSize(1 + 2 + 1);
        assertThat(json(events.getLast()).at("/error/type").asText()).isEqualTo("server_error");
    }

    @Test
    void anErrorInPlaceOfAWholeAnswer() {
        HttpResponse<String> response = caller.chat("fail=error", body(false));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/error/type").asText()).isEqualTo("server_error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void garbage(boolean stream) {
        HttpResponse<String> response = caller.chat("fail=garbage", body(stream));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(isJson(response.body())).isFalse();
    }

    @Test
    void anEmptyCompletion() {
        JsonNode whole = json(caller.chat("fail=empty", body(false)));
        assertThat(whole.at("/choices/0/message/content").asText("?")).isEmpty();
        assertThat(whole.at("/usage/completion_tokens").asInt(-1)).isZero();
        List<String> events = data(caller.chat("fail=empty", body(true)).body());
        assertThat(events).hasSize(3).last().isEqualTo("[DONE]");
    }

    @Test
    void usageCanBeMissingZeroOrEverywhere() {
        String asked = body(true, "\"stream_options\":{\"include_usage\":true}");
        assertThat(caller.chat("usage=none", asked).body()).doesNotContain("\"usage\"");
        assertThat(caller.chat("usage=zero", asked).body()).contains("\"total_tokens\":0");
        List<String> events =
                data(caller.chat("usage=every,completion=3", body(true)).body());
        assertThat(events.subList(0, events.size() - 1)).allMatch(event -> event.contains("\"completion_tokens\":"));
    }

    @Test
    void commentsComeBetweenChunks() {
        String body = caller.chat("completion=6,ping=2", body(true)).body();
        assertThat(body.split(": ping\n\n", -1)).hasSize(4);
        assertThat(data(body)).hasSize(1 + 6 + 1 + 1);
    }

    @Test
    void oneEventCanBeVeryLarge() {
        String body = caller.chat("completion=3,huge=3000000", body(true)).body();
        assertThat(body.length()).isGreaterThan(3_000_000);
        assertThat(data(body)).hasSize(1 + 3 + 1 + 1).last().isEqualTo("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDribbledAnswerIsTheSameByteForByte(boolean stream) {
        // Given: characters of several bytes, which the writes split
        String asked = body(stream, "\"seed\":3");
        String whole = withoutIds(caller.chat("completion=40", asked).body());

        // When
        HttpResponse<String> response = caller.chat("completion=40,dribble=7", asked);

        // Then
        assertThat(withoutIds(response.body())).isEqualTo(whole).contains("é");
    }

    private static String withoutIds(String body) {
        return body.replaceAll("chatcmpl-[0-9a-z]+", "ID").replaceAll("\"created\":\\d+", "TIME");
    }

    @Test
    void aDribbledStreamIsWrittenAFewBytesAtATime() {
        try (RawConnection connection = raw("completion=3,dribble=5,dribble-gap=1ms", true)) {
            String text = connection.readUntil("\r\n0\r\n\r\n");
            List<Integer> sizes = new ArrayList<>();
            int at = text.indexOf("\r\n\r\n") + 4;
            Matcher size = HTTP_CHUNK.matcher(text);
            while (size.find(at)) {
                int bytes = Integer.parseInt(size.group(1), 16);
                sizes.add(bytes);
                if (bytes == 0) {
                    break;
                }
                at = size.end() + bytes + 2;
            }
            assertThat(sizes).hasSizeGreaterThan(100).allMatch(bytes -> bytes <= 5);
        }
    }

    @Test
    void latencyComesBeforeTheHeadersAndSilenceAfterThem() {
        long start = System.nanoTime();
        try (RawConnection connection = raw("latency=150ms,ttft=150ms,silence=150ms,completion=2", true)) {
            connection.readUntil("\r\n\r\n");
            long headers = millisSince(start);
            connection.readUntil("assistant");
            long opening = millisSince(start);
            connection.readUntil("{\"content\":\"");
            long content = millisSince(start);
            assertThat(headers).isGreaterThanOrEqualTo(150);
            assertThat(opening).isGreaterThanOrEqualTo(300);
            assertThat(content).isGreaterThanOrEqualTo(450);
            assertThat(connection.received().substring(0, connection.received().indexOf("\r\n\r\n")))
                    .contains("200 OK");
        }
    }

    @Test
    void aWholeAnswerTakesTheTimeOfItsTokens() {
        long start = System.nanoTime();
        caller.chat("latency=50ms,ttft=50ms,tps=100,completion=20", body(false));
        assertThat(millisSince(start)).isBetween(300L, 3_000L);
    }

    @Test
    void aStreamKeepsItsPace() {
        long start = System.nanoTime();
        String body = caller.chat("tps=200,completion=100", body(true)).body();
        assertThat(data(body)).hasSize(1 + 100 + 1 + 1);
        assertThat(millisSince(start)).isBetween(480L, 4_000L);
    }

    @Test
    void aSlowReaderSlowsTheStreamDown() {
        String id = Caller.requestId();
        try (RawConnection connection =
                RawConnection.send(caller.port(), "", id, body(true, "\"max_tokens\":1000000"))) {
            await().during(Duration.ofMillis(300)).until(() -> !caller.call(id).isMissingNode());
            int written = caller.call(id).path("chunks").asInt();
            await().during(Duration.ofMillis(300))
                    .until(() -> caller.call(id).path("chunks").asInt() - written < 1_000);
            assertThat(written).isLessThan(1_000_000);
            assertThat(connection.readUntil("assistant").getBytes(StandardCharsets.ISO_8859_1))
                    .isNotEmpty();
        }
        await().until(() -> "client_gone".equals(caller.call(id).path("outcome").asText()));
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
