package dev.fairlead.edge.dispatch;

import java.time.Duration;

import dev.fairlead.contracts.routing.OutcomeKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetriesTest {

    private static final Retries.Limits LIMITS =
            new Retries.Limits(2, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final long DEADLINE = seconds(60);

    @Test
    void waitsAreDrawnUpToALimitThatDoubles() {
        // Given
        Retries retries = new Retries(1, LIMITS, RetriesTest::longest);

        // When, then
        retries.failed(0, fault(OutcomeKind.PROVIDER_ERROR, 503, null), 0);
        assertThat(retries.soonest(0, DEADLINE)).isZero();
        assertThat(retries.notBefore(0)).isEqualTo(millis(250));
        retries.failed(0, fault(OutcomeKind.PROVIDER_ERROR, 503, null), seconds(1));
        assertThat(retries.notBefore(0)).isEqualTo(seconds(1) + millis(500));
    }

    @Test
    void waitsAreNeverLongerThanTheLongest() {
        // Given
        Retries retries = new Retries(
                1,
                new Retries.Limits(60, LIMITS.first(), LIMITS.longest(), LIMITS.longestRetryAfter()),
                RetriesTest::longest);

        // When
        for (int i = 0; i < 50; i++) {
            retries.failed(0, fault(OutcomeKind.TIMEOUT, 0, null), 0);
        }

        // Then
        assertThat(retries.notBefore(0)).isEqualTo(seconds(2));
    }

    @Test
    void anEndpointIsTriedAgainTwice() {
        // Given
        Retries retries = new Retries(1, LIMITS, RetriesTest::longest);

        // When
        for (int i = 0; i < 3; i++) {
            retries.failed(0, fault(OutcomeKind.CONNECTION_LOST, 0, null), 0);
        }

        // Then
        assertThat(retries.soonest(0, DEADLINE)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST_REJECTED, 400",
        "CREDENTIAL_REJECTED, 401",
        "MALFORMED, 200",
        "EMPTY, 200",
        "PROVIDER_ERROR, 404",
        "PROVIDER_ERROR, 200"
    })
    void whatTimeDoesNotHealIsNotTriedAgain(OutcomeKind kind, int status) {
        // Given
        Retries retries = new Retries(1, LIMITS, RetriesTest::longest);

        // When
        retries.failed(0, fault(kind, status, null), 0);

        // Then
        assertThat(retries.soonest(0, DEADLINE)).isEqualTo(-1);
    }

    @Test
    void theTimeThatAProviderNamesIsKeptToExactly() {
        // Given
        Retries retries = new Retries(2, LIMITS, RetriesTest::longest);

        // When
        retries.failed(0, fault(OutcomeKind.RATE_LIMITED, 429, Duration.ofSeconds(3)), seconds(10));
        retries.failed(1, fault(OutcomeKind.PROVIDER_ERROR, 500, null), seconds(11));

        // Then: the other one first, since it may be tried sooner
        assertThat(retries.soonest(seconds(11), DEADLINE)).isEqualTo(1);
        assertThat(retries.notBefore(0)).isEqualTo(seconds(13));
        assertThat(retries.retryAfter(seconds(11))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aTimeThatIsTooLongOrPastTheDeadlineIsNotWaitedFor() {
        // Given
        Retries tooLong = new Retries(1, LIMITS, RetriesTest::longest);
        Retries tooLate = new Retries(1, LIMITS, RetriesTest::longest);

        // When
        tooLong.failed(0, fault(OutcomeKind.RATE_LIMITED, 429, Duration.ofSeconds(7)), 0);
        tooLate.failed(0, fault(OutcomeKind.RATE_LIMITED, 429, Duration.ofSeconds(4)), 0);

        // Then
        assertThat(tooLong.soonest(0, DEADLINE)).isEqualTo(-1);
        assertThat(tooLong.retryAfter(0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(tooLate.soonest(0, seconds(3))).isEqualTo(-1);
    }

    @Test
    void nobodyIsTriedAfterTheDeadline() {
        // Given
        Retries retries = new Retries(1, LIMITS, RetriesTest::longest);

        // When
        retries.failed(0, fault(OutcomeKind.TIMEOUT, 0, null), 0);

        // Then
        assertThat(retries.soonest(seconds(61), DEADLINE)).isEqualTo(-1);
    }

    @Test
    void whoIsGivenUpIsNotTriedAgain() {
        // Given
        Retries retries = new Retries(2, LIMITS, RetriesTest::longest);
        retries.failed(0, fault(OutcomeKind.TIMEOUT, 0, null), 0);
        retries.failed(1, fault(OutcomeKind.TIMEOUT, 0, null), 0);

        // When
        retries.giveUp(0);

        // Then
        assertThat(retries.soonest(0, DEADLINE)).isEqualTo(1);
    }

    /** Draws the most there is. */
    private static long longest(long bound) {
        return bound - 1;
    }

    private static Fault fault(OutcomeKind kind, int status, @Nullable Duration retryAfter) {
        return new Fault(kind, status, "", retryAfter);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
