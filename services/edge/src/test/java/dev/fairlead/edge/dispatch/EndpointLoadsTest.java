package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.contracts.routing.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EndpointLoadsTest {

    private static final String ENDPOINT = "acme/m";

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(1).toNanos());
    private final EndpointLoads loads = new EndpointLoads(clock::get);

    @Test
    void anEndpointThatWasNotUsedHasNoLoad() {
        assertThat(loads.load(ENDPOINT)).isZero();
        assertThat(loads.isSuspect(ENDPOINT)).isFalse();
    }

    @Test
    void aSlowerAnswerCountsAtOnceAndAFasterOneLittleByLittle() {
        // When
        attempt(OutcomeKind.SUCCESS, 100);
        attempt(OutcomeKind.SUCCESS, 400);

        // Then
        assertThat(loads.load(ENDPOINT)).isEqualTo(400);

        // When: half of it has faded
        pass(Duration.ofSeconds(5));
        assertThat(loads.load(ENDPOINT)).isCloseTo(200, within(0.1));
        attempt(OutcomeKind.SUCCESS, 100);

        // Then
        assertThat(loads.load(ENDPOINT)).isCloseTo(250, within(0.1));
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        // Given
        attempt(OutcomeKind.SUCCESS, 400);

        // When
        pass(Duration.ofMinutes(10));

        // Then
        assertThat(loads.load(ENDPOINT)).isZero();
    }

    @Test
    void requestsUnderWayMultiplyTheLoad() {
        // Given
        attempt(OutcomeKind.SUCCESS, 100);

        // When
        EndpointLoads.Load first = loads.begin(ENDPOINT);
        loads.begin(ENDPOINT);

        // Then
        assertThat(loads.load(ENDPOINT)).isEqualTo(300);
        loads.end(first, OutcomeKind.CLIENT_GONE, 1);
        assertThat(loads.load(ENDPOINT)).isEqualTo(200);
    }

    @Test
    void anEndpointWhoseFirstAnswersAreUnderWayIsNotTakenForIdle() {
        // When
        loads.begin(ENDPOINT);

        // Then
        assertThat(loads.load(ENDPOINT)).isEqualTo(2_000);
    }

    @Test
    void aFailureAtOnceDoesNotMakeAnEndpointLookFast() {
        // Given
        attempt(OutcomeKind.SUCCESS, 400);

        // When
        attempt(OutcomeKind.PROVIDER_ERROR, 1);

        // Then
        assertThat(loads.load(ENDPOINT)).isEqualTo(400);
    }

    @Test
    void anEndpointWhoseLastThreeAttemptsFailedIsSuspectForFiveSeconds() {
        // When
        attempt(OutcomeKind.PROVIDER_ERROR, 1);
        attempt(OutcomeKind.TIMEOUT, 1);
        assertThat(loads.isSuspect(ENDPOINT)).isFalse();
        attempt(OutcomeKind.RATE_LIMITED, 1);

        // Then
        assertThat(loads.isSuspect(ENDPOINT)).isTrue();
        pass(Duration.ofMillis(4_900));
        assertThat(loads.isSuspect(ENDPOINT)).isTrue();
        pass(Duration.ofMillis(200));
        assertThat(loads.isSuspect(ENDPOINT)).isFalse();

        // And: one more is enough then
        attempt(OutcomeKind.PROVIDER_ERROR, 1);
        assertThat(loads.isSuspect(ENDPOINT)).isTrue();
    }

    @Test
    void aSuccessClearsIt() {
        // Given
        for (int i = 0; i < 3; i++) {
            attempt(OutcomeKind.PROVIDER_ERROR, 1);
        }

        // When
        attempt(OutcomeKind.SUCCESS, 1);

        // Then
        assertThat(loads.isSuspect(ENDPOINT)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = OutcomeKind.class,
            names = {"REQUEST_REJECTED", "CLIENT_GONE", "OUTRUN"})
    void whatIsNoEvidenceNeitherRaisesNorClearsSuspicion(OutcomeKind kind) {
        // Given
        attempt(OutcomeKind.PROVIDER_ERROR, 1);
        attempt(OutcomeKind.PROVIDER_ERROR, 1);

        // When
        for (int i = 0; i < 3; i++) {
            attempt(kind, 1);
        }

        // Then
        assertThat(loads.isSuspect(ENDPOINT)).isFalse();
        attempt(OutcomeKind.PROVIDER_ERROR, 1);
        assertThat(loads.isSuspect(ENDPOINT)).isTrue();
        assertThat(loads.inFlight(ENDPOINT)).isZero();
    }

    private void attempt(OutcomeKind kind, long millis) {
        loads.end(loads.begin(ENDPOINT), kind, Duration.ofMillis(millis).toNanos());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
