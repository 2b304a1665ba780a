package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.util.List;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.routing.SteadyLoad.Result;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Simulator.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A provider that says when it wants to be asked again is not asked before, by no edge, and then at once. */
@ExtendWith(RoutingStack.Shared.class)
class RetryAfterTest {

    private static final String SLUG = "patience";
    private static final Duration ASKED = Duration.ofSeconds(3);
    private static final Duration TOLD_TO_ALL = Duration.ofSeconds(1);

    private final RoutingStack stack;
    private final Offer offer = Offer.of("asks", SLUG, "x", "y");

    RetryAfterTest(RoutingStack stack) {
        this.stack = stack;
    }

    @Test
    void providerIsLeftAloneByAllEdgesForExactlyAsLongAsItAsked() {
        // Given a provider that refuses one request and wants to be left alone for three seconds
        stack.enter(offer);
        offer.behave(stack.simulator(), "x", SLUG, "{\"fail\":429,\"fail-first\":1,\"retry-after\":3}");

        // When callers keep coming
        List<Result> results;
        try (SteadyLoad load = new SteadyLoad(
                stack.gateways(), Demo.ACME_KEY, Chat.to(offer.model(SLUG)).maxTokens(2))) {
            results = load.run(60, Duration.ofSeconds(7));
        }

        // Then all of them are answered
        assertThat(results).allMatch(Result::complete);

        // And the provider is called on only once its time is over, but for what was under way when it said so
        List<Call> calls = stack.simulator().calls(offer.calls("x", SLUG)).reversed();
        Call refused =
                calls.stream().filter(call -> call.status() == 429).findFirst().orElseThrow();
        double refusedAt = refused.receivedAt().toEpochMilli() + refused.durationMillis();
        for (int edge = 0; edge < stack.edges().size(); edge++) {
            int number = edge;
            List<Double> since = calls.stream()
                    .filter(call -> edgeOf(call, results) == number && !call.equals(refused))
                    .map(call -> call.receivedAt().toEpochMilli() - refusedAt)
                    .toList();
            double last = since.stream()
                    .filter(ms -> ms < ASKED.toMillis())
                    .max(Double::compare)
                    .orElse(0.0);
            double first = since.stream()
                    .filter(ms -> ms >= ASKED.toMillis())
                    .min(Double::compare)
                    .orElseThrow();
            Figures.show("edge %d: last call %.0f ms after the refusal, next one after %.0f ms (asked for %d)"
                    .formatted(edge, last, first, ASKED.toMillis()));
            assertThat(last).isLessThan((double) TOLD_TO_ALL.toMillis());
            assertThat(first).isLessThan((double) ASKED.plusMillis(1_500).toMillis());
        }
    }

    private static int edgeOf(Call call, List<Result> results) {
        return results.stream()
                .filter(result -> result.generation().equals(call.generation()))
                .mapToInt(Result::edge)
                .findFirst()
                .orElse(-1);
    }
}
