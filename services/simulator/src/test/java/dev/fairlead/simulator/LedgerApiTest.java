package dev.fairlead.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.fairlead.simulator.Caller.body;
import static dev.fairlead.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The ledger, and the trace, of calls over real connections. */
@QuarkusTest
@TestProfile(TracedProfile.class)
class LedgerApiTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @TestHTTPResource("/")
    URI base = URI.create("/");

    @Inject
    SpanSink sink;

    private Caller caller = new Caller(base);

    @BeforeEach
    void connect() {
        caller = new Caller(base);
    }

    private String outcome(String requestId) {
        return caller.call(requestId).path("outcome").asText();
    }

    @Test
    void aCallIsRecordedWithAllThatIsKnownOfIt() {
        // Given
        String id = Caller.requestId();
        String traceparent = "00-" + TRACE + "-" + PARENT + "-00";

        // When
        JsonNode answer = json(caller.chat(
                "prompt=10,cached=4,completion=6,reasoning=2",
                body(false),
                "x-request-id",
                id,
                "traceparent",
                traceparent));

        // Then
        JsonNode call = caller.call(id);
        assertThat(call.get("id")).isEqualTo(answer.get("id"));
        assertThat(call.get("instance").asText()).isEqualTo("default");
        assertThat(call.get("model").asText()).isEqualTo("sim-fast");
        assertThat(call.get("key").asText()).matches("key-[0-9a-f]{12}");
        assertThat(call.get("traceparent").asText()).isEqualTo(traceparent);
        assertThat(call.get("status").asInt()).isEqualTo(200);
        assertThat(call.get("outcome").asText()).isEqualTo("completed");
        assertThat(call.get("stream").asBoolean()).isFalse();
        assertThat(call.get("prompt_tokens").asInt()).isEqualTo(10);
        assertThat(call.get("cached_tokens").asInt()).isEqualTo(4);
        assertThat(call.get("completion_tokens").asInt()).isEqualTo(6);
        assertThat(call.get("reasoning_tokens").asInt()).isEqualTo(2);
        assertThat(call.get("usage_reported").asBoolean()).isTrue();
        assertThat(call.get("client_closed_at").isNull()).isTrue();
        assertThat(Instant.parse(call.get("received_at").asText()))
                .isBetween(Instant.now().minusSeconds(20), Instant.now());
    }

    @Test
    void refusedCallsAreRecordedToo() {
        String id = Caller.requestId();
        caller.post("/v1/chat/completions", "{", "Authorization", "Bearer x", "x-request-id", id);
        assertThat(outcome(id)).isEqualTo("refused");
        assertThat(caller.call(id).path("status").asInt()).isEqualTo(400);
    }

    /** Before headers, while a whole answer is made, before the first token, in a silence, and between tokens. */
    @ParameterizedTest
    @CsvSource({
        "latency=30s, false",
        "latency=30s, true",
        "ttft=30s, false",
        "ttft=30s, true",
        "silence=30s, true",
        "tps=1, true",
        "tps=1, false"
    })
    void aClientThatLeavesIsNoticedAtAnyMoment(String behaviour, boolean stream) {
        // Given
        String id = Caller.requestId();
        RawConnection connection = RawConnection.send(caller.port(), behaviour + ",completion=60", id, body(stream));
        await().until(() -> outcome(id).equals("running"));

        // When
        Instant left = Instant.now();
        connection.close();

        // Then
        await().pollInterval(Duration.ofMillis(10)).until(() -> outcome(id).equals("client_gone"));
        Instant noticed = Instant.parse(caller.call(id).path("client_closed_at").asText());
        assertThat(noticed).isBetween(left.minusMillis(1), left.plusMillis(250));
        assertThat(caller.call(id).path("completion_tokens").asInt()).isLessThan(5);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsRequestIsNoticedToo() {
        String id = Caller.requestId();
        try (RawConnection connection = RawConnection.send(caller.port(), "", id, "{", 1_000)) {
            await().until(() -> outcome(id).equals("running"));
            assertThat(connection.received()).isEmpty();
        }
        await().until(() -> outcome(id).equals("client_gone"));
        assertThat(caller.call(id).path("status").asInt()).isZero();
    }

    @Test
    void tokensAreThoseDeliveredBeforeTheClientLeft() {
        // Given
        String id = Caller.requestId();
        try (RawConnection connection =
                RawConnection.send(caller.port(), "prompt=50,tps=50,completion=1000", id, body(true))) {
            await().until(() -> caller.call(id).path("chunks").asInt() >= 5);
            assertThat(connection.readUntil("assistant")).contains("chat.completion.chunk");
        }

        // Then
        await().until(() -> outcome(id).equals("client_gone"));
        JsonNode call = caller.call(id);
        assertThat(call.get("prompt_tokens").asInt()).isEqualTo(50);
        assertThat(call.get("completion_tokens").asInt()).isBetween(5, 999);
        assertThat(call.get("completion_tokens")).isEqualTo(call.get("chunks"));
        assertThat(call.get("usage_reported").asBoolean()).isFalse();
    }

    @Test
    void theSummaryCountsByModelAndOutcomeAndKnowsTheConcurrency() {
        // Given
        String model = "summed-up";
        String body = body(false).replace("sim-fast", model);
        caller.chat("prompt=5,completion=7,ttft=0", body);
        caller.chat("prompt=5,completion=7,ttft=0", body);
        caller.chat("fail=503", body);
        List<RawConnection> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(RawConnection.send(caller.port(), "fail=hang", Caller.requestId(), body));
        }

        // When
        await().until(() -> summary(model).get("total").get("calls").asInt() == 6);
        JsonNode summary = summary(model);
        open.forEach(RawConnection::close);

        // Then
        assertThat(summary.get("in_flight").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(summary.get("max_in_flight").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(summary.get("groups")).hasSize(3);
        JsonNode completed = summary.get("groups").get(1);
        assertThat(completed.get("outcome").asText()).isEqualTo("completed");
        assertThat(completed.get("calls").asInt()).isEqualTo(2);
        assertThat(completed.get("prompt_tokens").asInt()).isEqualTo(10);
        assertThat(completed.get("completion_tokens").asInt()).isEqualTo(14);
    }

    private JsonNode summary(String model) {
        return json(caller.get("/sim/calls/summary?model=" + model));
    }

    @Test
    void callsAreFoundByTimeAndForgottenOnDemand() {
        String id = Caller.requestId();
        caller.chat("", body(false), "x-request-id", id);
        assertThat(json(caller.get("/sim/calls?since=2999-01-01T00:00:00Z")).get("calls"))
                .isEmpty();
        assertThat(json(caller.get("/sim/calls?limit=1&since=" + (System.currentTimeMillis() - 20_000)))
                        .get("calls"))
                .hasSize(1);
        assertThat(caller.delete("/sim/calls").statusCode()).isEqualTo(204);
        assertThat(caller.call(id).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=x", "limit=99999", "since=yesterday", "outcome=fine"})
    void aBadFilterIsNamed(String query) {
        assertThat(caller.get("/sim/calls?" + query).statusCode()).isEqualTo(400);
        assertThat(json(caller.get("/sim/calls?" + query)).at("/errors/0/field").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aCallersTraceGoesOnHere() {
        // When
        String trace = TRACE.replace('4', '5');
        String id = json(caller.chat("", body(false), "traceparent", "00-" + trace + "-" + PARENT + "-01"))
                .get("id")
                .asText();

        // Then
        await().untilAsserted(() ->
                assertThat(sink.spans()).anyMatch(s -> s.getTraceId().equals(trace)));
        SpanData span = sink.spans().stream()
                .filter(s -> s.getTraceId().equals(trace))
                .findFirst()
                .orElseThrow();
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getAttributes().asMap())
                .anySatisfy((key, value) -> {
                    assertThat(key.getKey()).isEqualTo("gen_ai.request.model");
                    assertThat(value).isEqualTo("sim-fast");
                })
                .anySatisfy((key, value) -> {
                    assertThat(key.getKey()).isEqualTo("gen_ai.response.id");
                    assertThat(value).isEqualTo(id);
                });
        assertThat(span.getAttributes().toString()).doesNotContain("Hello there", "sk-test");
    }
}
