package dev.fairlead.edge.decision;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CircuitTest {

    /** The clock may be anywhere, even about to overflow. */
    private static final long NOW = Long.MAX_VALUE - 5;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Circuit circuit = new Circuit();

    @Test
    void twoFailuresChangeNothing() {
        // When
        List<Boolean> opened = List.of(circuit.failed(NOW), circuit.failed(NOW));

        // Then
        assertThat(opened).containsOnly(false);
        assertThat(circuit.mayPass(NOW)).isTrue();
        assertThat(circuit.mayPass(NOW)).isTrue();
    }

    @Test
    void theThirdFailureInARowOpensItAndIsToldOnce() {
        // Given
        circuit.failed(NOW);
        circuit.failed(NOW);

        // When
        boolean opened = circuit.failed(NOW);
        boolean openedAgain = circuit.failed(NOW);

        // Then
        assertThat(opened).isTrue();
        assertThat(openedAgain).isFalse();
        assertThat(circuit.mayPass(NOW)).isFalse();
    }

    @Test
    void aSuccessBetweenFailuresBeginsTheCountAnew() {
        // Given
        circuit.failed(NOW);
        circuit.failed(NOW);
        circuit.succeeded();

        // When
        circuit.failed(NOW);
        circuit.failed(NOW);

        // Then
        assertThat(circuit.mayPass(NOW)).isTrue();
    }

    @Test
    void whileItIsOpenOneQuestionASecondPasses() {
        // Given
        open();

        // When, Then
        assertThat(circuit.mayPass(NOW + SECOND - 1)).isFalse();
        assertThat(circuit.mayPass(NOW + SECOND)).isTrue();
        assertThat(circuit.mayPass(NOW + SECOND)).isFalse();
        circuit.failed(NOW + SECOND);
        assertThat(circuit.mayPass(NOW + 2 * SECOND - 1)).isFalse();
        assertThat(circuit.mayPass(NOW + 2 * SECOND)).isTrue();
    }

    @Test
    void oneAnswerClosesItForAll() {
        // Given
        open();
        assertThat(circuit.mayPass(NOW + SECOND)).isTrue();

        // When
        circuit.succeeded();

        // Then
        assertThat(circuit.mayPass(NOW + SECOND)).isTrue();
        assertThat(circuit.mayPass(NOW + SECOND)).isTrue();
    }

    private void open() {
        circuit.failed(NOW);
        circuit.failed(NOW);
        circuit.failed(NOW);
    }
}
