package dev.fairlead.router.breaker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import dev.fairlead.contracts.routing.BreakerState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every sequence of attempts, held against a count of them that is too simple to be wrong. */
class BreakerPropertiesTest {

    private static final long START = 1_800_000_000_000L;
    private static final int ATTEMPTS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void opensOnFiveInARowOrHalfOfTwentyAndNeverOtherwise(long seed) {
        Random random = new Random(seed);
        CircuitBreaker breaker = CircuitBreaker.initial();
        Deque<Boolean> failures = new ArrayDeque<>();
        int openings = 0;
        long now = START;
        for (int i = 0; i < ATTEMPTS; i++) {
            // Good times and bad times, so that both rules and long stretches without either occur.
            boolean failed = random.nextInt(100) < (i / 50 * 37) % 80;
            now += 1 + random.nextInt(100);
            failures.addFirst(failed);
            breaker = breaker.after(new Evidence(now, now - 1, failed));

            boolean tooMuch = failed && (inARow(failures) >= 5 || (failures.size() >= 20 && failed(failures) >= 10));
            assertThat(breaker.state())
                    .as("attempt %s", i)
                    .isEqualTo(tooMuch ? BreakerState.OPEN : BreakerState.CLOSED);
            if (tooMuch) {
                openings++;
                failures.clear();
                now = requireNonNull(breaker.retryAt()).toEpochMilli();
                breaker = breaker.after(new Evidence(now + 1, now, false));
                assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
            }
        }
        assertThat(openings).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whileProbesFailTheyComeRarerAndRarerUpToTwoMinutesWhateverElseEnds(long seed) {
        Random random = new Random(seed);
        CircuitBreaker breaker = CircuitBreaker.initial();
        long now = START;
        for (int i = 0; i < 5; i++) {
            breaker = breaker.after(new Evidence(now, now, true));
        }
        long expected = 5_000;
        for (int opening = 0; opening < 12; opening++) {
            long opened = now;
            long retryAt = requireNonNull(breaker.retryAt()).toEpochMilli();
            assertThat(retryAt - opened).isEqualTo(expected);
            // Old requests end in any way while it is open; nothing that they say counts.
            for (long at = opened; at < retryAt; at += 1 + random.nextInt(500)) {
                breaker = breaker.after(new Evidence(at, opened - 1, random.nextBoolean()));
                assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
            }
            assertThat(breaker.at(retryAt - 1).state()).isEqualTo(BreakerState.OPEN);
            breaker = breaker.at(retryAt);
            assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
            now = retryAt + random.nextInt(1_000);
            breaker = breaker.after(new Evidence(now, retryAt, true));
            expected = Math.min(2 * expected, 120_000);
        }
    }

    private static long inARow(Deque<Boolean> failures) {
        return failures.stream().takeWhile(failed -> failed).count();
    }

    private static long failed(Deque<Boolean> failures) {
        return failures.stream().limit(20).filter(failed -> failed).count();
    }
}
