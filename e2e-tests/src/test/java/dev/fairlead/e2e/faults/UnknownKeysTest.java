package dev.fairlead.e2e.faults;

import java.util.List;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that nobody knows: refused while somebody can say so, asked to come again while nobody can, and never a burden.
 * The only fault tests with Keycloak, for without it the edge cannot ask billing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnknownKeysTest {

    private static final Tenant TENANT = Tenant.FLOOD;
    /** What an edge may ask billing in a second, by default. */
    private static final int LOOKUPS_PER_SECOND = 20;

    private final FaultyStack stack;

    UnknownKeysTest() {
        stack = FaultyStack.start("unknown-keys");
    }

    @BeforeAll
    void everyEdgeHasAskedBillingOnce() {
        FaultyStack.await("billing answers through Keycloak")
                .until(() -> Load.run(stack.gateways(), 2, Load.unknownKeys("first")).stream()
                        .allMatch(answer -> answer.status() == 401));
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    @Order(1)
    void floodOfInventedKeysReachesNeitherTheProviderNorTheDatabase() {
        List<RunningPart> edges = stack.edges();
        assertThat(Load.run(stack.gateways(), 4, Load.mixed(TENANT))).allMatch(Answer::completed);
        stack.provider().reset();
        double asked = lookups();
        long begin = System.nanoTime();

        // When two thousand calls with invented keys come, and some with a real one among them
        List<Answer> real;
        List<Answer> invented;
        try (Load load = new Load().start(stack.gateways(), 2_000, Load.unknownKeys("flood"))) {
            real = Load.run(stack.gateways(), 20, Load.mixed(TENANT));
            invented = load.answers();
        }

        // Then the invented ones are refused, the real one is served as ever
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(invented)
                .hasSize(2_000)
                .allMatch(answer -> answer.status() == 401
                        // On a machine that has no time for billing.
                        || (answer.status() == 503 && answer.retryAfter().isPresent()));
        assertThat(real).hasSize(20).allMatch(Answer::completed);
        assertThat(stack.provider().calls()).hasSize(20);
        // and billing has hardly been asked
        assertThat(lookups() - asked)
                .isBetween(1.0, edges.size() * LOOKUPS_PER_SECOND * (seconds + 1))
                .isLessThan(500);
    }

    @Test
    @Order(2)
    void withoutKeycloakKnownKeysGoOnAndUnknownOnesAreNotRefused() {
        // Given an edge that starts while Keycloak is away
        stack.part(Part.KEYCLOAK).kill();
        RunningPart edge = stack.edges().getFirst();
        edge.restart();

        // When
        List<Answer> real = Load.run(List.of(edge.uri()), 10, Load.mixed(TENANT));
        List<Answer> invented = Load.run(List.of(edge.uri()), 60, Load.unknownKeys("without-keycloak"));

        // Then
        assertThat(real).allMatch(Answer::completed);
        assertThat(invented).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.retryAfter()).isPresent();
        });
    }

    private double lookups() {
        return stack.metric(
                stack.part(Part.BILLING), "http_server_requests_seconds_count", "uri=\"/internal/keys/{hash}\"");
    }
}
