package dev.fairlead.e2e.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import dev.fairlead.e2e.suite.Traces.Span;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One request is one trace, from its caller's span to the booking, and tells nothing of what was said. */
@OnSharedSuite
class TraceTest {

    private static final String CALLERS_SPAN = "00f067aa0ba902b7";
    private static final Duration EXPORTED_BY = Duration.ofSeconds(20);
    private static final List<String> SPANS =
            List.of("POST /api/v1/chat/completions", "fairlead_admit_1", "fairlead_settle_1", "book");

    private final Suite suite;
    private String trace = "";
    private String canary = "";

    TraceTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeEach
    void begin() {
        trace = UUID.randomUUID().toString().replace("-", "");
        canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    }

    private Gateway tracedGateway() {
        return suite.gateway().with("traceparent", "00-" + trace + "-" + CALLERS_SPAN + "-01");
    }

    private List<Span> awaitSpans() {
        return await("the trace is whole")
                .atMost(EXPORTED_BY)
                .until(
                        () -> suite.traces().spansOf(trace),
                        spans -> names(spans).containsAll(SPANS)
                                && spans.stream()
                                        .anyMatch(span -> span.service().equals("simulator")));
    }

    private static List<String> names(List<Span> spans) {
        return spans.stream().map(Span::name).toList();
    }

    private static Span span(List<Span> spans, String service, String name) {
        return spans.stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of " + service + " in " + names(spans)));
    }

    @Test
    void aRequestIsOneTraceFromItsCallerToItsBooking() {
        // When
        Answer answer =
                tracedGateway().chat(Chat.to("simulator/sim-chat").maxTokens(3).onlyAt("simulator"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        List<Span> spans = awaitSpans();
        Span edge = span(spans, "edge", "POST /api/v1/chat/completions");
        Span admit = span(spans, "edge", "fairlead_admit_1");
        Span chat = span(spans, "edge", "chat simulator/sim-chat");
        Span settle = span(spans, "edge", "fairlead_settle_1");
        Span provider = span(spans, "simulator", "POST /v1/chat/completions");
        Span book = span(spans, "billing", "book");
        assertThat(edge.parent()).isEqualTo(CALLERS_SPAN);
        assertThat(edge.kind()).isEqualTo("SERVER");
        assertThat(List.of(admit, chat, settle)).extracting(Span::parent).containsOnly(edge.id());
        assertThat(admit.attributes().path("db.operation.name").asText()).isEqualTo("FCALL");
        assertThat(settle.attributes().path("db.operation.name").asText()).isEqualTo("FCALL");
        assertThat(provider.parent()).isEqualTo(chat.id());
        assertThat(book.parent()).isEqualTo(settle.id());
        for (Span ours : List.of(edge, book)) {
            assertThat(ours.attributes().path("fairlead.generation.id").asText())
                    .isEqualTo(answer.generation());
        }
    }

    @Test
    void theSpanOfAnAttemptHasTheAttributesOfGenerativeAi() {
        // When
        StreamedAnswer answer = tracedGateway().simulating("prompt=20,cached=5,completion=4,ttft=0,tps=0").stream(
                Chat.to("simulator/sim-chat").maxTokens(4).onlyAt("simulator"));

        // Then
        Span chat = span(awaitSpans(), "edge", "chat simulator/sim-chat");
        Call call = suite.simulator().callsFor(answer.generation()).getFirst();
        assertThat(chat.kind()).isEqualTo("CLIENT");
        assertThat(chat.attribute("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(chat.attribute("gen_ai.provider.name")).isEqualTo("simulator");
        assertThat(chat.attribute("gen_ai.request.model")).isEqualTo("sim-chat");
        assertThat(chat.attribute("gen_ai.request.stream")).isEqualTo("true");
        assertThat(chat.attribute("gen_ai.request.max_tokens")).isEqualTo("4");
        assertThat(chat.attribute("gen_ai.response.id")).isEqualTo(call.id());
        assertThat(chat.attributes().path("gen_ai.response.finish_reasons").toString())
                .isIn("[\"stop\"]", "[\"length\"]");
        assertThat(chat.attribute("gen_ai.usage.input_tokens")).isEqualTo("20");
        assertThat(chat.attribute("gen_ai.usage.output_tokens")).isEqualTo("4");
        assertThat(chat.attribute("gen_ai.usage.cache_read.input_tokens")).isEqualTo("5");
        assertThat(chat.attributes().path("gen_ai.response.time_to_first_chunk").asDouble())
                .isPositive();
        assertThat(call.traceparent()).isEqualTo("00-" + trace + "-" + chat.id() + "-01");
    }

    @Test
    void neitherTracesNorLogsHoldWhatWasSaidOrAnyKey() throws IOException {
        // Given: what goes well, what is refused, what fails
        Chat chat = Chat.to("simulator/sim-chat").saying(canary).maxTokens(3);
        tracedGateway().with("x-title", "e2e").chat(chat);
        tracedGateway().stream(chat.with("user", "\"" + canary + "\""));
        tracedGateway().post(Gateway.CHAT, "{\"model\":\"" + canary + "\", broken");
        tracedGateway().simulating("fail=malformed@1").stream(
                Chat.to("simulator/sim-down").saying(canary));
        tracedGateway().withKey("sk-fl-v1-" + canary).chat(chat);

        // When
        List<Span> spans = awaitSpans();
        suite.awaitBooked();

        // Then
        List<String> secrets = List.of(canary, Demo.ACME_KEY, Demo.SIMULATOR_KEY, Demo.EDGE_CLIENT_SECRET);
        assertThat(spans).allSatisfy(span -> assertThat(span.json()).doesNotContain(secrets));
        assertThat(suite.logs()).isNotEmpty();
        for (Path log : suite.logs()) {
            // Not every log is clean UTF-8, and the words that are looked for are ASCII.
            assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                    .as(log.toString())
                    .doesNotContain(secrets);
        }
    }
}
