package dev.fairlead.edge.dispatch;

import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.snapshot.HealthView;
import dev.fairlead.edge.telemetry.RequestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuccessionTest {

    private static final long DEADLINE = 60_000_000_000L;
    private static final Candidate A = Samples.candidate("m", "a", "http://127.0.0.1");
    private static final Candidate B = Samples.candidate("n", "b", "http://127.0.0.1");
    private static final Candidate ALSO_M = Samples.candidate("m", "c", "http://127.0.0.1");

    private final EndpointLoads loads = new EndpointLoads(System::nanoTime);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Failover failover = new Failover(
            Settings.edge(Map.of("fairlead.edge.failover.retry-burst", "1")),
            loads,
            () -> HealthView.of(RoutingTable.EMPTY),
            new RequestMetrics(registry));

    @Test
    void eachIsTriedInItsTurn() {
        // Given
        Succession succession = succession(A, B);

        // When, then
        assertThat(succession.next(true)).isZero();
        assertThat(succession.next(false)).isEqualTo(1);
        assertThat(succession.next(false)).isEqualTo(Succession.NOBODY);
    }

    @Test
    void aModelThatRejectsTheRequestIsLeftOutWhereverItComes() {
        // Given
        Succession succession = succession(A, B, ALSO_M);
        int first = succession.next(true);

        // When
        succession.failed(first, new Fault(OutcomeKind.REQUEST_REJECTED, 400, "", null), 0);

        // Then
        assertThat(succession.next(false)).isEqualTo(1);
        assertThat(succession.next(false)).isEqualTo(Succession.NOBODY);
    }

    @Test
    void whoIsSuspectIsTriedFirstOrWithinTheBudgetOnly() {
        // Given: all have failed lately, and there is one attempt left for that
        for (Candidate candidate : List.of(A, B, ALSO_M)) {
            for (int i = 0; i < 3; i++) {
                loads.end(loads.begin(candidate.endpoint().id()), OutcomeKind.TIMEOUT, 1);
            }
        }
        Succession succession = succession(A, B, ALSO_M);

        // When, then
        assertThat(succession.next(true)).isZero();
        assertThat(succession.next(false)).isEqualTo(1);
        assertThat(succession.next(false)).isEqualTo(Succession.NOBODY);
        assertThat(registry.counter("fairlead.edge.retries.denied").count()).isEqualTo(1);
    }

    @Test
    void whoDidWellLatelyIsAlwaysTried() {
        // Given: nothing is left of the budget
        assertThat(failover.mayTryAgain()).isTrue();
        assertThat(failover.mayTryAgain()).isFalse();
        Succession succession = succession(A, B);

        // When
        succession.next(true);

        // Then
        assertThat(succession.next(false)).isEqualTo(1);
    }

    @Test
    void whoFailedInPassingIsTriedAgainWithinTheBudget() {
        // Given
        Succession succession = succession(A);
        int first = succession.next(true);

        // When
        succession.failed(first, Fault.of(OutcomeKind.CONNECTION_LOST, ""), 0);

        // Then
        assertThat(succession.again(0, DEADLINE)).isZero();
        assertThat(succession.again(0, DEADLINE)).isEqualTo(Succession.NOBODY);
    }

    private Succession succession(Candidate... candidates) {
        return new Succession(List.of(candidates), failover);
    }
}
