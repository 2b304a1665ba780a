package dev.fairlead.router.breaker;

import java.time.Instant;

import dev.fairlead.contracts.routing.BreakerState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CircuitBreakerTest {

    private static final long START = 1_800_000_000_000L;

    private CircuitBreaker breaker = CircuitBreaker.initial();
    private long now = START;

    @Test
    void beginsClosed() {
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(breaker.retryAt()).isNull();
    }

    @Test
    void staysClosedOnFourFailuresInARowAndOpensOnTheFifth() {
        fail(4);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);

        fail(1);

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.retryAt()).isEqualTo(Instant.ofEpochMilli(now + 5_000));
    }

    @Test
    void successStartsTheCountOfFailuresAnew() {
        fail(4);
        succeed(1);
        fail(4);

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void opensWhenHalfOfTheLastTwentyFailedEvenIfNeverInARow() {
        for (int i = 0; i < 9; i++) {
            fail(1);
            succeed(1);
        }
        succeed(1);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);

        fail(1);

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void staysClosedWhenNineOfTheLastTwentyFailed() {
        succeed(20);
        for (int i = 0; i < 9; i++) {
            fail(1);
            succeed(1);
        }

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void forgetsWhatIsOlderThanTheLastTwenty() {
        for (int i = 0; i < 9; i++) {
            fail(1);
            succeed(1);
        }
        succeed(20);
        for (int i = 0; i < 9; i++) {
            fail(1);
            succeed(1);
        }

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void halfOpensExactlyWhenItsTimeIsOver() {
        fail(5);

        assertThat(breaker.at(now + 4_999).state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.at(now + 5_000).state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void oneSuccessClosesItAndTheNextOpeningIsShortAgain() {
        fail(5);
        waitUntilHalfOpen();

        succeed(1);

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        fail(5);
        assertThat(openMillis()).isEqualTo(5_000);
    }

    @Test
    void oneFailureOpensItForTwiceAsLongUpToTwoMinutes() {
        fail(5);
        long[] expected = {5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000, 120_000};
        for (long millis : expected) {
            assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
            assertThat(openMillis()).isEqualTo(millis);
            waitUntilHalfOpen();
            fail(1);
        }
    }

    @Test
    void requestsFromBeforeTheOpeningNeitherCloseNorProlongIt() {
        fail(5);
        long opened = now;
        now += 1_000;

        breaker = breaker.after(success(opened - 1));
        breaker = breaker.after(failure(opened - 1));

        assertThat(breaker.retryAt()).isEqualTo(Instant.ofEpochMilli(opened + 5_000));
    }

    @Test
    void requestsFromBeforeTheOpeningSayNothingAboutARecovery() {
        fail(5);
        long opened = now;
        waitUntilHalfOpen();

        breaker = breaker.after(success(opened - 1));
        breaker = breaker.after(failure(opened - 1));

        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void requestsFromBeforeTheOpeningThatEndAfterTheRecoveryDoNotOpenItAgain() {
        fail(5);
        long opened = now;
        waitUntilHalfOpen();
        succeed(1);

        for (int i = 0; i < 20; i++) {
            now += 10;
            breaker = breaker.after(failure(opened - 1));
        }

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        fail(5);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void successBegunInSpiteOfTheOpenBreakerClosesIt() {
        fail(5);
        now += 1_000;

        breaker = breaker.after(success(now - 100));

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void probeThatIsReportedBeforeAnybodyLookedAtTheClockCounts() {
        fail(5);
        now += 6_000;

        breaker = breaker.after(success(now - 500));

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void failedProbeThatIsReportedBeforeAnybodyLookedAtTheClockOpensItForLonger() {
        fail(5);
        now += 6_000;

        breaker = breaker.after(failure(now - 500));

        assertThat(openMillis()).isEqualTo(10_000);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            now += 10;
            breaker = breaker.after(failure(now - 5));
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            now += 10;
            breaker = breaker.after(success(now - 5));
        }
    }

    private void waitUntilHalfOpen() {
        now += openMillis();
        breaker = breaker.at(now);
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    private long openMillis() {
        Instant retryAt = breaker.retryAt();
        assertThat(retryAt).isNotNull();
        return retryAt == null ? 0 : retryAt.toEpochMilli() - now;
    }

    private Evidence failure(long begunMillis) {
        return new Evidence(now, begunMillis, true);
    }

    private Evidence success(long begunMillis) {
        return new Evidence(now, begunMillis, false);
    }
}
