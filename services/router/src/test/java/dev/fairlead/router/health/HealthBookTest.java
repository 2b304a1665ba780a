package dev.fairlead.router.health;

import java.time.Duration;
import java.util.List;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class HealthBookTest {

    private static final long START = 1_800_000_000_000L;
    private static final Percentage FIVE_PERCENT = Percentage.withPercentage(5.01);

    private final HealthBook book = new HealthBook();
    private long now = START;

    @Test
    void healthShowsMediansAndTheShareOfSuccesses() {
        for (int i = 0; i < 30; i++) {
            // 200 ms to the first of 101 tokens, then 100 tokens in 2 s.
            add("a/m", i % 3 == 0 ? OutcomeKind.TIMEOUT : OutcomeKind.SUCCESS, i % 3 == 0 ? -1 : 200, 2_200, 101);
        }

        EndpointHealth health = single();

        assertThat(health.samples()).isEqualTo(30);
        assertThat(health.successRate()).isEqualTo(20.0 / 30);
        assertThat(health.timeToFirstTokenMillis()).isCloseTo(200, FIVE_PERCENT);
        assertThat(health.tokensPerSecond()).isCloseTo(50, FIVE_PERCENT);
        assertThat(health.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_REJECTED", "CLIENT_GONE"})
    void whatTheCallerDidSaysNothingAboutTheEndpoint(OutcomeKind kind) {
        for (int i = 0; i < 100; i++) {
            assertThat(add("a/m", kind, -1, 10, 0)).isFalse();
        }

        assertThat(book.health(now)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "PROVIDER_ERROR",
                "RATE_LIMITED",
                "CONNECT_FAILED",
                "TIMEOUT",
                "CONNECTION_LOST",
                "MALFORMED",
                "CREDENTIAL_REJECTED"
            })
    void fifthFailureOfAnyKindChangesTheBreaker(OutcomeKind kind) {
        for (int i = 0; i < 4; i++) {
            assertThat(add("a/m", kind, -1, 10, 0)).isFalse();
        }

        assertThat(add("a/m", kind, -1, 10, 0)).isTrue();

        assertThat(single().breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(single().retryAt()).isNotNull();
    }

    @Test
    void breakerOfOneEndpointDoesNotTouchAnother() {
        fail("a/m", 5);
        add("b/m", OutcomeKind.SUCCESS, 10, 100, 5);

        assertThat(book.breakers()).containsEntry("a/m", BreakerState.OPEN).containsEntry("b/m", BreakerState.CLOSED);
        assertThat(book.health(now)).extracting(EndpointHealth::endpoint).containsExactly("a/m", "b/m");
    }

    @Test
    void timeHalfOpensABreakerOnce() {
        fail("a/m", 5);

        assertThat(book.at(now + 4_999)).isFalse();
        assertThat(book.at(now + 5_000)).isTrue();
        assertThat(book.at(now + 5_001)).isFalse();
        assertThat(single().breaker()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(single().retryAt()).isNull();
    }

    @Test
    void healthyEndpointIsForgottenAfterFiveMinutesAndABrokenOneIsNot() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        fail("b/m", 5);

        book.at(now + Duration.ofMinutes(6).toMillis());

        assertThat(book.breakers()).containsOnlyKeys("b/m");
    }

    @Test
    void windowsForgetWhatIsOlder() {
        add("a/m", OutcomeKind.TIMEOUT, -1, 10, 0);
        now += 60_000;
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);

        EndpointStatistics statistics = requireNonNull(book.statistics("a/m", now));
        assertThat(statistics.last30Seconds().attempts()).isEqualTo(1);
        assertThat(statistics.last30Seconds().successRate()).isEqualTo(1);
        assertThat(statistics.last5Minutes().attempts()).isEqualTo(2);
        assertThat(statistics.last5Minutes().successRate()).isEqualTo(0.5);

        EndpointStatistics later = requireNonNull(book.statistics("a/m", now + 250_000));
        assertThat(later.last5Minutes().attempts()).isEqualTo(1);
        assertThat(later.last30Seconds().attempts()).isZero();
    }

    @Test
    void sameOutcomesAtTheSameTimesLeadToTheSameTableInEveryReplica() {
        HealthBook other = new HealthBook();
        List<OutcomeKind> kinds = List.of(OutcomeKind.values());
        for (int i = 0; i < 2_000; i++) {
            now += 137;
            OutcomeKind kind = kinds.get((i * 7919) % kinds.size());
            Outcome outcome = new Outcome("p/m" + i % 7, kind, 200, now, i % 500, 1_000 + i, i % 90, -1);
            book.add(outcome, now);
            other.add(outcome, now);
            if (i % 3 == 0) {
                // One of them looks at the clock more often than the other.
                book.at(now);
            }
        }
        book.at(now);
        other.at(now);

        List<EndpointHealth> health = book.health(now);
        assertThat(health).hasSize(7).isEqualTo(other.health(now));
    }

    private EndpointHealth single() {
        assertThat(book.health(now)).hasSize(1);
        return book.health(now).getFirst();
    }

    private void fail(String endpoint, int times) {
        for (int i = 0; i < times; i++) {
            add(endpoint, OutcomeKind.PROVIDER_ERROR, -1, 10, 0);
        }
    }

    private boolean add(String endpoint, OutcomeKind kind, long firstTokenMillis, long durationMillis, long tokens) {
        now += 1;
        return book.add(new Outcome(endpoint, kind, 0, now, firstTokenMillis, durationMillis, tokens, -1), now);
    }
}
