package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.routing.SteadyLoad.Result;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Simulator.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** While everything is broken, providers are not hit harder than by their callers. */
@ExtendWith(RoutingStack.Shared.class)
class RetryBudgetTest {

    private static final String SLUG = "outage";
    private static final List<String> INSTANCES = List.of("x", "y", "z");
    private static final int PER_SECOND = 100;
    private static final double MOST_ATTEMPTS_PER_REQUEST = 1.2;

    /** What an edge tries before it knows that the endpoints are suspect, and what it has saved up for bad times. */
    private static final int ALLOWANCE_OF_AN_EDGE = 3 * 3 + 10;

    private final RoutingStack stack;
    private final Offer offer = Offer.of("budget", SLUG, "x", "y", "z");
    private final Chat chat = Chat.to(offer.model(SLUG)).maxTokens(2);

    RetryBudgetTest(RoutingStack stack) {
        this.stack = stack;
    }

    @Test
    void fullOutageIsNotMultiplied() {
        // Given an outage of everybody who serves the model
        stack.enter(offer);
        INSTANCES.forEach(instance -> offer.behave(stack.simulator(), instance, SLUG, "{\"fail\":500}"));

        // When callers keep coming
        List<Result> results;
        try (SteadyLoad load = new SteadyLoad(stack.gateways(), Demo.ACME_KEY, chat)) {
            results = load.run(PER_SECOND, Duration.ofSeconds(10));
        }

        // Then providers got no more than callers sent and a fifth, besides what edges start with
        List<Call> calls = INSTANCES.stream()
                .flatMap(instance -> stack.simulator().calls(offer.calls(instance, SLUG)).stream())
                .toList();
        Map<String, Long> byRequest =
                calls.stream().collect(Collectors.groupingBy(Call::generation, Collectors.counting()));
        Figures.show("%d requests, %d attempts (%.3f a request); of those that got through to a provider %d, %.3f each"
                .formatted(
                        results.size(),
                        calls.size(),
                        (double) calls.size() / results.size(),
                        byRequest.size(),
                        (double) calls.size() / byRequest.size()));
        assertThat(results).hasSize(PER_SECOND * 10).noneMatch(Result::complete);
        assertThat(results).allMatch(result -> result.status() >= 500, "answered by a status of 500 or more");
        long allowance = (long) ALLOWANCE_OF_AN_EDGE * stack.edges().size();
        assertThat(calls.size() - allowance)
                .isLessThanOrEqualTo(Math.round(results.size() * MOST_ATTEMPTS_PER_REQUEST));
        assertThat(calls.size() - allowance)
                .isLessThanOrEqualTo(Math.round(byRequest.size() * MOST_ATTEMPTS_PER_REQUEST));

        // And when the outage is over, callers are answered
        INSTANCES.forEach(instance -> offer.behave(stack.simulator(), instance, SLUG, "{\"fail\":\"none\"}"));
        long over = System.nanoTime();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.gateways().stream()
                        .allMatch(gateway -> gateway.chat(chat).status() == 200));
        Figures.show("answered again %.1f s after the outage".formatted((System.nanoTime() - over) / 1e9));
    }
}
