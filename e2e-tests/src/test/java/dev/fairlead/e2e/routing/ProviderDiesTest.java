package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.routing.SteadyLoad.Result;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Simulator.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** One of two providers dies under load and comes back: no caller notices, and it is not called on for long. */
@ExtendWith(RoutingStack.Shared.class)
class ProviderDiesTest {

    private static final String SLUG = "mortal";
    private static final int PER_SECOND = Integer.getInteger("fairlead.routing.rate", 300);
    private static final Duration ALL = Duration.ofSeconds(21);
    private static final Duration DIES = Duration.ofSeconds(3);
    /** After the first time that it is tried again in vain, so that the second one finds it well. */
    private static final Duration RECOVERS = Duration.ofMillis(9_500);

    /** Within this an open breaker lets nothing through. */
    private static final double QUIET_MILLIS = 2_000;

    private static final Duration MOST_TO_TELL_ALL = Duration.ofSeconds(3);

    private final RoutingStack stack;
    private final Offer offer = Offer.of("dies", SLUG, "x", "y");

    ProviderDiesTest(RoutingStack stack) {
        this.stack = stack;
    }

    @Test
    void noCallerNoticesThatAProviderDies() {
        stack.enter(offer);
        for (String instance : List.of("x", "y")) {
            offer.behave(stack.simulator(), instance, SLUG, "{\"ttft\":\"20ms\",\"tps\":0}");
        }
        Chat chat = Chat.to(offer.model(SLUG)).maxTokens(2);
        try (SteadyLoad warmUp = new SteadyLoad(stack.gateways(), Demo.ACME_KEY, chat)) {
            warmUp.run(PER_SECOND / 2, Duration.ofSeconds(4));
        }
        AtomicReference<Instant> died = new AtomicReference<>();
        AtomicReference<Instant> recovered = new AtomicReference<>();

        // When it dies, and comes back
        List<Result> results;
        try (ScheduledExecutorService fate = Executors.newSingleThreadScheduledExecutor();
                SteadyLoad load = new SteadyLoad(stack.gateways(), Demo.ACME_KEY, chat)) {
            fate.schedule(
                    () -> died.set(behaveFrom("{\"fail\":\"reset\",\"ttft\":\"20ms\",\"tps\":0}")),
                    DIES.toMillis(),
                    TimeUnit.MILLISECONDS);
            fate.schedule(
                    () -> recovered.set(behaveFrom("{\"fail\":\"none\",\"ttft\":\"20ms\",\"tps\":0}")),
                    RECOVERS.toMillis(),
                    TimeUnit.MILLISECONDS);
            results = load.run(PER_SECOND, ALL);
        }

        // Then every caller was answered
        List<Result> failed =
                results.stream().filter(result -> !result.complete()).toList();
        Figures.show("%d requests at %d a second, %d failed; p50 %.0f ms, p99 %.0f ms; sent late by p99 %.0f ms"
                .formatted(
                        results.size(),
                        PER_SECOND,
                        failed.size(),
                        Figures.percentile(results.stream().map(Result::millis).toList(), 0.5),
                        Figures.percentile(results.stream().map(Result::millis).toList(), 0.99),
                        Figures.percentile(
                                results.stream().map(Result::lateMillis).toList(), 0.99)));
        assertThat(failed).isEmpty();
        assertLeftAloneSoon(results, requireNonNull(died.get()), requireNonNull(recovered.get()));
    }

    private Instant behaveFrom(String json) {
        offer.behave(stack.simulator(), "x", SLUG, json);
        return Instant.now();
    }

    private void assertLeftAloneSoon(List<Result> results, Instant died, Instant recovered) {
        Map<String, Integer> edges =
                results.stream().collect(Collectors.toMap(Result::generation, Result::edge, (a, b) -> a));
        List<Call> calls = stack.simulator()
                .calls(offer.calls("x", SLUG) + "&since=" + died.toEpochMilli())
                .reversed();
        for (int edge = 0; edge < stack.edges().size(); edge++) {
            int number = edge;
            List<Call> here = calls.stream()
                    .filter(call -> edges.getOrDefault(call.generation(), -1) == number)
                    .toList();
            double told = lastBeforeQuiet(
                    here.stream().map(call -> millisSince(died, call)).toList());
            long probes = here.stream()
                    .filter(call -> call.receivedAt().isBefore(recovered))
                    .filter(call -> millisSince(died, call) > told)
                    .count();
            double again = here.stream()
                    .filter(call -> call.outcome().equals("completed")
                            && call.receivedAt().isAfter(recovered))
                    .mapToDouble(call -> (double)
                            Duration.between(recovered, call.receivedAt()).toMillis())
                    .min()
                    .orElse(Double.NaN);
            Figures.show("edge %d: left alone after %.0f ms, then %d probes in vain; used again %.0f ms after recovery"
                    .formatted(edge, told, probes, again));
            assertThat(told).isLessThan((double) MOST_TO_TELL_ALL.toMillis());
            assertThat(again).isNotNaN();
        }
    }

    private static double millisSince(Instant start, Call call) {
        return (double) Duration.between(start, call.receivedAt()).toMillis();
    }

    /** The last call before nothing comes for a while: from then on the breaker is known to be open. */
    private static double lastBeforeQuiet(List<Double> millis) {
        double last = 0;
        for (double each : millis) {
            if (each - last > QUIET_MILLIS) {
                return last;
            }
            last = each;
        }
        return last;
    }
}
