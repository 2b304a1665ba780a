package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every way in which providers fail, streamed and not, at one of two, two of three and all of three endpoints. All of it
 * is done once, several at a time; then each cell of the matrix is looked at.
 */
@ExtendWith(RoutingStack.Shared.class)
@TestInstance(Lifecycle.PER_CLASS)
class FaultMatrixTest {

    /** Fewer than open a breaker, and no more than an edge puts up with: so every one meets the fault. */
    private static final int REQUESTS = 3;

    /** Where nobody answers, endpoints are tried several times: a second request might find their breakers open. */
    private static final int REQUESTS_IN_VAIN = 1;

    private static final int AT_ONCE = 10;
    private static final int TOKENS = 8;

    /** A model whose first endpoint fails now and then, but not so often that its breaker opens. */
    private static final String WARM_UP = "warm-up";

    private static final int WARM_UP_REQUESTS = 400;
    private static final String PROVIDER_UNAVAILABLE = "provider_unavailable";

    private static final List<Fault> FAULTS = List.of(
            // Without a time, since with one it would be left alone after the first request.
            Fault.of("429", 429, "rate_limit_exceeded").with("\"retry-after\":0"),
            Fault.of("500", 502, PROVIDER_UNAVAILABLE),
            Fault.of("503", 503, "provider_overloaded"),
            Fault.of("hang", 504, "timeout"),
            Fault.of("hang@0", 504, "timeout"),
            Fault.of("reset", 502, PROVIDER_UNAVAILABLE),
            Fault.of("garbage", 502, PROVIDER_UNAVAILABLE),
            Fault.of("malformed@0", 502, PROVIDER_UNAVAILABLE),
            Fault.of("cut@0", 502, PROVIDER_UNAVAILABLE),
            Fault.of("error@0", 502, PROVIDER_UNAVAILABLE),
            Fault.of("empty", 200, ""),
            Fault.midStream("reset"),
            Fault.midStream("malformed"),
            Fault.midStream("cut"),
            Fault.midStream("error"));

    private final RoutingStack stack;
    private final Suite suite;
    private final Offer offer;
    private final Map<Cell, List<Seen>> seen = new ConcurrentHashMap<>();

    /**
     * One cell of the matrix.
     *
     * @param bad how many endpoints fail
     * @param good how many do not
     */
    record Cell(Fault fault, boolean stream, int bad, int good) {

        String slug() {
            return fault.slug() + (stream ? "-stream-" : "-whole-") + bad + "-of-" + (bad + good);
        }

        List<String> instances() {
            return List.of("x", "y", "z").subList(0, bad + good);
        }

        List<String> badOnes() {
            return instances().subList(0, bad);
        }

        int requests() {
            return good > 0 ? REQUESTS : REQUESTS_IN_VAIN;
        }

        /** Whether what has been said already is lost: there is no switching any more. */
        boolean breaksOff() {
            return stream && fault.midStream();
        }

        boolean isSaved() {
            return good > 0 && !breaksOff();
        }

        @Override
        public String toString() {
            return fault + (stream ? " streamed" : " whole") + ", " + bad + " of " + (bad + good) + " bad";
        }
    }

    /**
     * What the caller of one request saw.
     *
     * @param streamed null if it was not to be streamed
     * @param whole null if it was
     */
    private record Seen(
            String generation,
            int status,
            @Nullable StreamedAnswer streamed,
            @Nullable Answer whole) {}

    FaultMatrixTest(RoutingStack stack) {
        this.stack = stack;
        this.suite = stack.suite();
        Map<String, List<String>> byModel = new LinkedHashMap<>();
        cells().forEach(cell -> byModel.put(cell.slug(), cell.instances()));
        byModel.put(WARM_UP, List.of("x", "y", "z"));
        this.offer = new Offer("matrix", "1", byModel);
    }

    static Stream<Cell> cells() {
        return FAULTS.stream()
                .flatMap(fault -> Stream.of(true, false)
                        .flatMap(stream -> Stream.of(
                                new Cell(fault, stream, 1, 1),
                                new Cell(fault, stream, 2, 1),
                                new Cell(fault, stream, 3, 0))));
    }

    @BeforeAll
    void askInEveryCell() throws Exception {
        stack.enter(offer);
        cells().forEach(cell -> cell.badOnes()
                .forEach(instance -> offer.behave(
                        stack.simulator(), instance, cell.slug(), cell.fault().behaviour())));
        for (String instance : List.of("x", "y")) {
            offer.behave(stack.simulator(), instance, WARM_UP, "{\"fail\":500,\"fail-every\":3}");
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < WARM_UP_REQUESTS; i++) {
                Gateway gateway = stack.gateways().get(i % 2);
                boolean stream = i % 4 < 2;
                asked.add(threads.submit(() -> warmUp(gateway, stream)));
            }
            for (Future<?> one : asked) {
                one.get();
            }
            asked.clear();
            cells().forEach(cell -> asked.add(threads.submit(() -> seen.put(cell, ask(cell)))));
            for (Future<?> one : asked) {
                one.get();
            }
        }
        suite.awaitBooked();
    }

    /** What is measured is how long it takes to turn to another endpoint, not how long it takes to compile that. */
    private void warmUp(Gateway gateway, boolean stream) {
        Chat chat = Chat.to(offer.model(WARM_UP)).maxTokens(TOKENS);
        if (stream) {
            gateway.stream(chat);
        } else {
            gateway.chat(chat);
        }
    }

    private List<Seen> ask(Cell cell) {
        List<Seen> all = new ArrayList<>();
        for (int i = 0; i < cell.requests(); i++) {
            // Both edges have their turn; the bad ones come first, since that is what is to be seen.
            Gateway gateway = stack.gateways().get((cell.hashCode() & 1) ^ (i & 1));
            Chat chat = Chat.to(offer.model(cell.slug()))
                    .maxTokens(TOKENS)
                    .with("provider", "{\"order\":" + order(cell) + "}");
            if (cell.stream()) {
                StreamedAnswer answer = gateway.stream(chat);
                all.add(new Seen(answer.generation(), answer.status(), answer, null));
            } else {
                Answer answer = gateway.chat(chat);
                all.add(new Seen(answer.generation(), answer.status(), null, answer));
            }
        }
        return all;
    }

    private String order(Cell cell) {
        return cell.instances().stream()
                .map(instance -> '"' + offer.provider(instance) + '"')
                .toList()
                .toString();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void whatItsCallersSeeAndPay(Cell cell) {
        List<Seen> requests = requireNonNull(seen.get(cell));
        assertThat(requests).hasSize(cell.requests());
        for (Seen one : requests) {
            if (cell.breaksOff()) {
                assertBrokenOff(one);
            } else if (cell.isSaved()) {
                assertAnsweredByTheGoodOne(cell, one);
            } else {
                assertRefusedForFree(cell, one);
            }
            assertEveryAttemptIsRecorded(cell, one);
        }
        assertThat(suite.levels().openReservations()).isZero();
    }

    private void assertAnsweredByTheGoodOne(Cell cell, Seen one) {
        String good = offer.provider(cell.instances().getLast());
        JsonNode usage;
        if (one.streamed() != null) {
            StreamedAnswer answer = one.streamed();
            assertThat(answer.status()).as(answer.lines().toString()).isEqualTo(200);
            assertThat(answer.isDone()).isTrue();
            assertThat(answer.error()).isEmpty();
            assertThat(answer.roles()).isEqualTo(1);
            assertThat(answer.text().split(" ")).hasSize(TOKENS);
            assertThat(answer.chunks())
                    .allSatisfy(
                            chunk -> assertThat(chunk.path("provider").asText()).isEqualTo(good));
            usage = answer.usage();
        } else {
            Answer answer = requireNonNull(one.whole());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("provider").asText()).isEqualTo(good);
            assertThat(answer.json().at("/choices/0/message/content").asText().split(" "))
                    .hasSize(TOKENS);
            usage = answer.json().path("usage");
        }
        Money cost = Money.ofUsd(usage.path("cost").decimalValue());
        assertThat(cost)
                .isEqualTo(Money.ofNanos(1_000 * usage.path("total_tokens").asLong()));
        assertThat(suite.ledger().recordedCosts(one.generation())).containsExactly(cost);
        assertThat(suite.ledger().entries(one.generation())).containsEntry("usage", cost);
    }

    private void assertBrokenOff(Seen one) {
        StreamedAnswer answer = requireNonNull(one.streamed());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.roles()).isEqualTo(1);
        assertThat(answer.text().split(" ")).hasSize(Fault.SAID_BEFORE);
        JsonNode error = answer.error().orElseThrow();
        assertThat(error.at("/metadata/error_type").asText()).isEqualTo(PROVIDER_UNAVAILABLE);
        assertThat(answer.usage().path("completion_tokens").asInt()).isEqualTo(Fault.SAID_BEFORE);
        Money cost = Money.ofUsd(answer.usage().path("cost").decimalValue());
        assertThat(cost.isPositive()).isTrue();
        assertThat(suite.ledger().recordedCosts(one.generation())).containsExactly(cost);
    }

    private void assertRefusedForFree(Cell cell, Seen one) {
        Fault fault = cell.fault();
        String told = one.streamed() != null
                ? String.join("\n", one.streamed().lines())
                : requireNonNull(one.whole()).body();
        // Keep-alives begin a response; then the error is an event of the stream.
        boolean begun = told.startsWith(":");
        assertThat(one.status()).as(told).isEqualTo(begun ? 200 : fault.status());
        if (fault.status() != 200) {
            assertThat(told).contains("\"error_type\":\"" + fault.errorType() + "\"");
            assertThat(told).contains("\"code\":" + fault.status());
        }
        assertThat(suite.ledger().recordedCosts(one.generation())).containsExactly(Money.ZERO);
        assertThat(suite.ledger().entries(one.generation())).isEmpty();
    }

    private void assertEveryAttemptIsRecorded(Cell cell, Seen one) {
        JsonNode responses = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> suite.gateway().get("/api/v1/generation?id=" + one.generation()),
                        found -> found.status() == 200)
                .json()
                .at("/data/provider_responses");
        List<String> attempted = responses.findValuesAsText("provider_name");
        List<String> called = suite.simulator().callsFor(one.generation()).reversed().stream()
                .map(Call::instance)
                .toList();
        assertThat(attempted).isEqualTo(called);
        List<String> expected = cell.instances().stream()
                .limit(cell.breaksOff() ? 1 : cell.instances().size())
                .map(offer::provider)
                .toList();
        assertThat(attempted).startsWith(expected.toArray(String[]::new));
        if (cell.good() > 0) {
            assertThat(attempted).hasSameSizeAs(expected);
        }
    }

    @AfterAll
    void showTheMatrix() {
        List<Double> all = new ArrayList<>();
        Figures.show("transparent success / requests, and milliseconds beyond the failed attempt");
        cells().filter(cell -> cell.good() > 0).forEach(cell -> {
            List<Seen> requests = seen.getOrDefault(cell, List.of());
            long saved = requests.stream().filter(FaultMatrixTest::isWhole).count();
            List<Double> added =
                    requests.stream().flatMap(one -> added(one).stream()).toList();
            all.addAll(added);
            Figures.show("%-45s %d/%d, p50 %.1f, p99 %.1f"
                    .formatted(
                            cell,
                            saved,
                            requests.size(),
                            Figures.percentile(added, 0.5),
                            Figures.percentile(added, 0.99)));
        });
        Figures.show("all %d failovers: p50 %.1f ms, p99 %.1f ms, most %.1f ms more"
                .formatted(
                        all.size(),
                        Figures.percentile(all, 0.5),
                        Figures.percentile(all, 0.99),
                        Figures.percentile(all, 1)));
    }

    private static boolean isWhole(Seen one) {
        StreamedAnswer streamed = one.streamed();
        return one.status() == 200
                && (streamed == null || (streamed.isDone() && streamed.error().isEmpty()));
    }

    /** From the end of each failed attempt, as the provider saw it, to the arrival of the next one. */
    private List<Double> added(Seen one) {
        List<Call> calls = suite.simulator().callsFor(one.generation()).reversed();
        List<Double> added = new ArrayList<>();
        for (int i = 1; i < calls.size(); i++) {
            Call failed = calls.get(i - 1);
            double ended = failed.receivedAt().toEpochMilli() + failed.durationMillis();
            Instant next = calls.get(i).receivedAt();
            added.add(Math.max(0, next.toEpochMilli() - ended));
        }
        return added;
    }
}
