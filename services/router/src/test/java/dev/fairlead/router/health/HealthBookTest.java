package dev.fairlead.router.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthBookTest {

    private static final long START = 1_800_000_000_000L;
    private static final Percentage FIVE_PERCENT = Percentage.withPercentage(5);

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
        assertThat(health.successRate()).isEqualTo(0.6667);
        assertThat(health.timeToFirstTokenMillis()).isCloseTo(200, FIVE_PERCENT);
        assertThat(health.tokensPerSecond()).isCloseTo(50, FIVE_PERCENT);
        assertThat(health.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_REJECTED", "CLIENT_GONE", "OUTRUN", "LOCAL_LIMIT"})
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
                "EMPTY",
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
    void probesAreEvidenceButNoUse() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        long used = now;
        long aWeek = Duration.ofDays(7).toMillis();
        for (int i = 0; i < 5; i++) {
            now += aWeek / 10;
            book.add(new Outcome("a/m", OutcomeKind.TIMEOUT, 0, now, -1, 10, 0, 0, -1, false, false, true), now);
        }

        assertThat(single().breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(single().usedAt()).isEqualTo(Instant.ofEpochSecond(used / 1000));
        assertThat(book.health(used + aWeek)).isEmpty();
    }

    @Test
    void endpointIsForgottenAWeekAfterItsLastUse() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        long first = now;
        fail("b/m", 5);

        long aWeek = Duration.ofDays(7).toMillis();
        book.at(first + aWeek);
        assertThat(book.health(first + aWeek - 1))
                .extracting(EndpointHealth::endpoint)
                .containsExactly("a/m", "b/m");
        assertThat(book.health(first + aWeek))
                .extracting(EndpointHealth::endpoint)
                .containsExactly("b/m");
        assertThat(book.health(now + aWeek)).isEmpty();
        assertThat(book.breakers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 429", "PROVIDER_ERROR, 503"})
    void endpointOfAProviderThatWantsToBeLeftAloneIsOpenExactlyUntilThen(OutcomeKind kind, int status) {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);

        assertThat(add(asking("a/m", kind, status, 3_000))).isTrue();

        assertThat(single().breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(single().retryAt()).isEqualTo(Instant.ofEpochMilli(now + 3_000));
        assertThat(book.at(now + 2_999)).isFalse();
        assertThat(book.at(now + 3_000)).isTrue();
        assertThat(single().breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(single().retryAt()).isNull();
    }

    @Test
    void refusalWithoutRetryAfterIsNoMoreThanEvidence() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);

        assertThat(add(asking("a/m", OutcomeKind.RATE_LIMITED, 429, -1))).isFalse();

        assertThat(single().breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void laterDeadlineIsPublishedAtOnceAndAnEarlierOneChangesNothing() {
        add(asking("a/m", OutcomeKind.RATE_LIMITED, 429, 3_000));

        assertThat(add(asking("a/m", OutcomeKind.RATE_LIMITED, 429, 9_000))).isTrue();
        Instant until = Instant.ofEpochMilli(now + 9_000);
        assertThat(single().retryAt()).isEqualTo(until);

        assertThat(add(asking("a/m", OutcomeKind.RATE_LIMITED, 429, 2_000))).isFalse();
        assertThat(single().retryAt()).isEqualTo(until);
    }

    @Test
    void successInSpiteOfRetryAfterDoesNotEndIt() {
        add(asking("a/m", OutcomeKind.RATE_LIMITED, 429, 3_000));

        assertThat(add("a/m", OutcomeKind.SUCCESS, 10, 100, 5)).isFalse();

        assertThat(single().breaker()).isEqualTo(BreakerState.OPEN);
    }

    @ParameterizedTest
    @CsvSource({
        // The breaker opens for 5 s: what ends last decides, and what was the breaker's goes on as a breaker does.
        "1000, 5000, HALF_OPEN",
        "4999, 5000, HALF_OPEN",
        "9000, 9000, HALF_OPEN",
        "600000, 600000, HALF_OPEN"
    })
    void openBreakerAndRetryAfterHoldBoth(long retryAfterMillis, long expectedMillis, BreakerState then) {
        fail("a/m", 4);
        add(asking("a/m", OutcomeKind.PROVIDER_ERROR, 503, retryAfterMillis));

        assertThat(single().retryAt()).isEqualTo(Instant.ofEpochMilli(now + expectedMillis));
        book.at(now + expectedMillis - 1);
        assertThat(single().breaker()).isEqualTo(BreakerState.OPEN);
        book.at(now + expectedMillis);
        assertThat(single().breaker()).isEqualTo(then);
    }

    @Test
    void refusalsForGoingTooFastAreNoAttemptsButOpenTheBreaker() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        for (int i = 0; i < 5; i++) {
            add("a/m", OutcomeKind.RATE_LIMITED, -1, 10, 0);
        }

        EndpointHealth health = single();
        assertThat(health.breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(health.samples()).isEqualTo(1);
        assertThat(health.windows()).hasSize(4).allSatisfy(window -> {
            assertThat(window.attempts()).isEqualTo(1);
            assertThat(window.successes()).isEqualTo(1);
        });
        assertThat(requireNonNull(book.statistics("a/m", now)).lastDay().rateLimited())
                .isEqualTo(5);
    }

    @Test
    void endpointThatOnlyEverRefusedHasNoWindows() {
        add("a/m", OutcomeKind.RATE_LIMITED, -1, 10, 0);

        assertThat(single().windows()).isEmpty();
        assertThat(single().successRate()).isEqualTo(1);
    }

    @Test
    void tokensOfAWeekAreThoseOfPromptsAndCompletionsWhateverBecameOfTheAttempt() {
        add(outcome("a/m", OutcomeKind.SUCCESS, 10, 100, 1_000, 20, -1, false, false));
        add(outcome("a/m", OutcomeKind.CLIENT_GONE, 10, 100, 300, 4, -1, false, false));

        assertThat(single().tokensLastWeek()).isEqualTo(1_324);
        assertThat(requireNonNull(single().over(StatisticsWindow.DAY_1)).attempts())
                .isEqualTo(1);
    }

    @Test
    void toolSuccessIsTheShareOfAttemptsWithToolsThatCalledOne() {
        add(outcome("a/m", OutcomeKind.SUCCESS, 10, 100, 1, 1, -1, false, false));
        assertThat(single().toolSuccessRate()).isNull();

        add(outcome("a/m", OutcomeKind.SUCCESS, 10, 100, 1, 1, -1, true, true));
        add(outcome("a/m", OutcomeKind.SUCCESS, 10, 100, 1, 1, -1, true, true));
        add(outcome("a/m", OutcomeKind.SUCCESS, 10, 100, 1, 1, -1, true, false));
        add(outcome("a/m", OutcomeKind.RATE_LIMITED, -1, 100, 0, 0, -1, true, false));

        assertThat(single().toolSuccessRate()).isEqualTo(0.6667);
        assertThat(book.health(now + Duration.ofDays(2).toMillis()).getFirst().toolSuccessRate())
                .isNull();
    }

    @Test
    void answerThatCameAsAWholeHasASpeedButNoFirstToken() {
        add("a/m", OutcomeKind.SUCCESS, -1, 2_000, 100);

        WindowStatistics window = requireNonNull(single().over(StatisticsWindow.SECONDS_30));
        assertThat(window.timeToFirstTokenMillis()).isNull();
        assertThat(requireNonNull(window.tokensPerSecond()).p50()).isCloseTo(50, FIVE_PERCENT);
    }

    @Test
    void percentilesOfSpeedAreWhatThatShareDoesNotFallBelow() {
        for (int i = 1; i <= 100; i++) {
            // i ms to the first token, then 1000 / i tokens per second.
            add("a/m", OutcomeKind.SUCCESS, i, i + i, 2);
        }

        WindowStatistics window = requireNonNull(single().over(StatisticsWindow.SECONDS_30));
        Percentiles times = requireNonNull(window.timeToFirstTokenMillis());
        assertThat(times.p50()).isCloseTo(50, FIVE_PERCENT);
        assertThat(times.p75()).isCloseTo(75, FIVE_PERCENT);
        assertThat(times.p90()).isCloseTo(90, FIVE_PERCENT);
        assertThat(times.p99()).isCloseTo(99, FIVE_PERCENT);
        Percentiles speeds = requireNonNull(window.tokensPerSecond());
        assertThat(speeds.p50()).isCloseTo(1000.0 / 51, FIVE_PERCENT);
        assertThat(speeds.p75()).isCloseTo(1000.0 / 76, FIVE_PERCENT);
        assertThat(speeds.p90()).isCloseTo(1000.0 / 91, FIVE_PERCENT);
        assertThat(speeds.p99()).isCloseTo(1000.0 / 100, FIVE_PERCENT);
    }

    @Test
    void bookThatWasWrittenAndReadGoesOnAsIfNothingHadHappened() throws MalformedStateException {
        HealthBook other = new HealthBook();
        Random random = new Random(17);
        Set<BreakerState> seen = EnumSet.noneOf(BreakerState.class);
        for (int day = 0; day < 20; day++) {
            for (int i = 0; i < 200; i++) {
                now += random.nextInt(1 << random.nextInt(20));
                Outcome outcome = anything(random);
                book.add(outcome, now);
                other.add(outcome, now);
                other.at(now);
                book.at(now);
                seen.addAll(book.breakers().values());
            }
            StateWriter state = new StateWriter();
            other.write(state);
            other = new HealthBook();
            other.read(new StateReader(state.toBytes()));
            other.at(now);

            assertThat(other.health(now)).isEqualTo(book.health(now)).isNotEmpty();
            assertThat(other.breakers()).isEqualTo(book.breakers());
        }
        assertThat(seen).containsExactlyInAnyOrder(BreakerState.values());
    }

    @Test
    void openBreakersThatWereReadHalfOpenInTime() throws MalformedStateException {
        fail("a/m", 5);
        StateWriter state = new StateWriter();
        book.write(state);
        HealthBook read = new HealthBook();
        read.read(new StateReader(state.toBytes()));

        assertThat(read.at(now + 4_999)).isFalse();
        assertThat(read.at(now + 5_000)).isTrue();
    }

    @Test
    void lineOfTheTableIsTheSameObjectWhileNothingChanges() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        now = now / 3_000 * 3_000;
        EndpointHealth health = single();

        assertThat(book.health(now + 2_999).getFirst()).isSameAs(health);
        assertThat(book.health(now + 30_000).getFirst()).isNotEqualTo(health);
    }

    @Test
    void damagedStateChangesNothing() {
        add("a/m", OutcomeKind.SUCCESS, 10, 100, 5);
        List<EndpointHealth> before = book.health(now);
        StateWriter state = new StateWriter();
        book.write(state);
        byte[] bytes = state.toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> book.read(new StateReader(cut))).isInstanceOf(MalformedStateException.class);
        }
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> book.read(new StateReader(more))).isInstanceOf(MalformedStateException.class);

        assertThat(book.health(now)).isEqualTo(before);
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

        assertThat(statistics.last30Minutes().attempts()).isEqualTo(2);
        assertThat(statistics.lastDay().attempts()).isEqualTo(2);

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
            Outcome outcome = outcome("p/m" + i % 7, kind, i % 500, 1_000 + i, i, i % 90, -1, i % 5 == 0, i % 2 == 0);
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

    private Outcome asking(String endpoint, OutcomeKind kind, int status, long retryAfterMillis) {
        // Told a millisecond from now, when it ends.
        return new Outcome(endpoint, kind, status, now + 1, -1, 10, 0, 0, retryAfterMillis, false, false);
    }

    private void fail(String endpoint, int times) {
        for (int i = 0; i < times; i++) {
            add(endpoint, OutcomeKind.PROVIDER_ERROR, -1, 10, 0);
        }
    }

    private boolean add(String endpoint, OutcomeKind kind, long firstTokenMillis, long durationMillis, long tokens) {
        return add(outcome(endpoint, kind, firstTokenMillis, durationMillis, 0, tokens, -1, false, false));
    }

    private boolean add(Outcome outcome) {
        now += 1;
        return book.add(outcome, now);
    }

    private Outcome outcome(
            String endpoint,
            OutcomeKind kind,
            long firstTokenMillis,
            long durationMillis,
            long promptTokens,
            long completionTokens,
            long retryAfterMillis,
            boolean toolsOffered,
            boolean toolCalled) {
        return new Outcome(
                endpoint,
                kind,
                0,
                now,
                firstTokenMillis,
                durationMillis,
                promptTokens,
                completionTokens,
                retryAfterMillis,
                toolsOffered,
                toolCalled);
    }

    private Outcome anything(Random random) {
        OutcomeKind[] kinds = OutcomeKind.values();
        return outcome(
                "p/m" + random.nextInt(9),
                random.nextBoolean() ? OutcomeKind.SUCCESS : kinds[random.nextInt(kinds.length)],
                random.nextInt(2_000) - 1,
                2_000 + random.nextInt(10_000),
                random.nextInt(10_000),
                random.nextInt(1_000),
                random.nextInt(10) == 0 ? random.nextInt(100_000) : -1,
                random.nextBoolean(),
                random.nextBoolean());
    }
}
