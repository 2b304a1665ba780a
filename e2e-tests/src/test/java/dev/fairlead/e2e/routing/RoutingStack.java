package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Simulator;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two edges with little patience, in front of as many simulated providers as a test wants. Each test has models of its
 * own there, so that no breaker of one is in the way of another.
 */
final class RoutingStack implements AutoCloseable {

    /** Longer than a good provider takes on a busy machine, short enough for tests to wait for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Only what is next to nothing is probed: see {@link ProbesTest}. */
    private static final String CHEAPEST_ONLY = "0.0000001";

    private static final Map<String, String> EDGE = Map.of(
            "FAIRLEAD_EDGE_UPSTREAM_FIRST_BYTE_TIMEOUT",
            PATIENCE.toMillis() + "ms",
            "FAIRLEAD_EDGE_UPSTREAM_ANSWER_TIMEOUT",
            PATIENCE.toMillis() + "ms",
            "FAIRLEAD_EDGE_UPSTREAM_IDLE_TIMEOUT",
            PATIENCE.toMillis() + "ms",
            "FAIRLEAD_EDGE_PROBES_ENABLED",
            "true",
            "FAIRLEAD_EDGE_PROBES_INTERVAL",
            "500ms",
            "FAIRLEAD_EDGE_PROBES_TIMEOUT",
            "1s",
            "FAIRLEAD_EDGE_PROBES_MAX_COST",
            CHEAPEST_ONLY);

    private final Suite suite;
    private final List<RunningPart> edges;

    private RoutingStack(Suite suite) {
        this.suite = suite;
        this.edges = List.of(suite.stack().part(Part.EDGE), suite.stack().startReplica(Part.EDGE));
    }

    private static RoutingStack start() {
        return new RoutingStack(Suite.start(
                "routing", plan -> plan.without(Part.VIEWER, Part.CACHE).settings(Part.EDGE, EDGE)));
    }

    Suite suite() {
        return suite;
    }

    Simulator simulator() {
        return suite.simulator();
    }

    List<RunningPart> edges() {
        return edges;
    }

    /** The edges as their callers have them. */
    List<Gateway> gateways() {
        return edges.stream().map(suite::gateway).toList();
    }

    /** Enters an offer and returns when both edges know it. */
    void enter(Offer offer) {
        Gateway operator = suite.gateway().withKey(suite.people().tokenOf("alice"));
        Answer proposal = operator.with("content-type", "application/yaml")
                .post(
                        "/api/v1/catalog/imports",
                        offer.facts(suite.stack().part(Part.SIMULATOR).uri()));
        assertThat(proposal.status()).as(proposal.body()).isEqualTo(201);
        Answer applied = operator.post(
                "/api/v1/catalog/imports/" + proposal.json().path("id").asText() + "/apply",
                "{\"why\":\"an end-to-end test\"}");
        assertThat(applied.status()).as(applied.body()).isEqualTo(200);
        // Too dear for everybody, so nobody is called; but only who knows the model says so.
        Chat question =
                Chat.to(offer.models().getLast()).with("provider", "{\"max_price\":{\"prompt\":0,\"completion\":0}}");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            for (Gateway gateway : gateways()) {
                assertThat(gateway.chat(question).status()).isEqualTo(404);
            }
        });
    }

    @Override
    public void close() {
        suite.close();
    }

    /** Gives tests the one stack that they share; it starts with the first of them. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RoutingStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Objects.requireNonNull(context.getRoot()
                    .getStore(Namespace.create(Shared.class))
                    .computeIfAbsent(RoutingStack.class, _ -> start(), RoutingStack.class));
        }
    }
}
