package dev.fairlead.e2e.routing;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Part;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Simulator.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint that has recovered is found out without any caller, and at nobody's expense. */
@ExtendWith(RoutingStack.Shared.class)
class ProbesTest {

    private static final String CHEAP = "cheap";
    private static final String ACME = "acme";

    private final RoutingStack stack;
    private final Offer cheap = Offer.of("probed", CHEAP, "x").at("0.001");
    private final Offer dear = Offer.of("unprobed", "dear", "x");

    ProbesTest(RoutingStack stack) {
        this.stack = stack;
    }

    @Test
    void recoveredEndpointIsClosedWithoutTrafficUnlessItIsTooDear() {
        // Given two endpoints with open breakers, that are well again
        stack.enter(cheap);
        stack.enter(dear);
        breakAndHeal(cheap, CHEAP);
        breakAndHeal(dear, "dear");
        stack.suite().awaitBooked();
        Money used = stack.suite().levels().used(ACME);
        long booked = stack.suite().ledger().size();
        int before = stack.simulator().calls(dear.calls("x", "dear")).size();

        // When nobody calls them

        // Then the cheap one is found to be well
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(breaker(cheap, CHEAP)).isEqualTo("CLOSED"));
        List<Call> probes = stack.simulator().calls(cheap.calls("x", CHEAP)).stream()
                .filter(call -> call.outcome().equals("completed"))
                .toList();
        assertThat(probes).isNotEmpty().allSatisfy(probe -> {
            assertThat(probe.completionTokens()).isEqualTo(1);
            assertThat(probe.stream()).isFalse();
        });

        // And the other one is not called, and nobody pays
        assertThat(stack.simulator().calls(dear.calls("x", "dear"))).hasSize(before);
        assertThat(breaker(dear, "dear")).isNotEqualTo("CLOSED");
        stack.suite().awaitBooked();
        assertThat(stack.suite().ledger().size()).isEqualTo(booked);
        assertThat(stack.suite().levels().used(ACME)).isEqualTo(used);

        // And it is one edge that does it, and counts what it did
        assertThat(stack.edges())
                .filteredOn(edge -> metric(edge.managementUri().toString(), "fairlead_edge_probes_total") > 0)
                .singleElement()
                .satisfies(edge -> assertThat(
                                metric(edge.managementUri().toString(), "fairlead_edge_probes_cost_nano_usd_total"))
                        .isPositive());
    }

    private void breakAndHeal(Offer offer, String slug) {
        offer.behave(stack.simulator(), "x", slug, "{\"fail\":500}");
        Gateway gateway = stack.suite().gateway();
        Chat chat = Chat.to(offer.model(slug)).maxTokens(1);
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(gateway.chat(chat).status()).isGreaterThanOrEqualTo(500);
                    assertThat(breaker(offer, slug)).isEqualTo("OPEN");
                });
        offer.behave(stack.simulator(), "x", slug, "{\"fail\":\"none\"}");
    }

    private String breaker(Offer offer, String slug) {
        String endpoint = offer.provider("x") + "/" + slug;
        JsonNode table = stack.suite()
                .gateway()
                .at(stack.suite().stack().part(Part.ROUTER).uri())
                .get("/internal/routing-table")
                .json();
        for (JsonNode health : table.path("endpoints")) {
            if (health.path("endpoint").asText().equals(endpoint)) {
                return health.path("breaker").asText();
            }
        }
        return "";
    }

    private double metric(String management, String name) {
        return stack.suite()
                .gateway()
                .at(java.net.URI.create(management))
                .get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
