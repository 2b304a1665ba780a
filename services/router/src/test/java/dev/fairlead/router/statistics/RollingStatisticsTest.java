package dev.fairlead.router.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class RollingStatisticsTest {

    private static final long START = 1_800_000_000_000L;
    private static final Percentage ERROR = Percentage.withPercentage(LogHistogram.RELATIVE_ERROR * 100);

    private record Past(Outcome outcome, long atMillis) {}

    private final RollingStatistics statistics = new RollingStatistics();
    private final List<Past> past = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(StatisticsWindow.class)
    void outcomeCountsUntilItsBucketLeavesTheWindowAndNotAMillisecondLonger(StatisticsWindow window) {
        Random random = new Random(window.name().hashCode());
        for (int i = 0; i < 100; i++) {
            RollingStatistics fresh = new RollingStatistics();
            long at = START + random.nextLong(Duration.ofDays(30).toMillis());
            long bucket = window.length().toMillis() / RollingStatistics.buckets(window);
            long leaves = at / bucket * bucket + window.length().toMillis();

            fresh.add(success(100, 1_100, 10), at);

            assertThat(tally(fresh, window, at).attempts()).isEqualTo(1);
            assertThat(tally(fresh, window, leaves - 1).attempts()).isEqualTo(1);
            assertThat(tally(fresh, window, leaves).attempts()).isZero();
            assertThat(leaves - at)
                    .isBetween(
                            window.length().toMillis() * 9 / 10, window.length().toMillis());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWindowHoldsExactlyWhatHappenedInItsBucketsAndLongerOnesHoldShorterOnes(long seed) {
        Random random = new Random(seed);
        long now = START;
        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(1 << random.nextInt(22));
            add(anything(random), now);
            if (i % 100 == 0) {
                assertWindows(now + random.nextInt(1 << random.nextInt(22)));
            }
        }
        assertWindows(now);
    }

    private void assertWindows(long now) {
        Map<StatisticsWindow, Tally> tallies = copy(now);
        Tally shorter = new Tally();
        for (StatisticsWindow window : StatisticsWindow.values()) {
            Tally tally = requireNonNull(tallies.get(window));
            List<Outcome> within = within(window, now);
            assertThat(tally.attempts()).isEqualTo(count(within, OutcomeKind::countsForHealth) - tally.refused());
            assertThat(tally.succeeded()).isEqualTo(count(within, kind -> kind == OutcomeKind.SUCCESS));
            assertThat(tally.refused()).isEqualTo(count(within, kind -> kind == OutcomeKind.RATE_LIMITED));
            assertTimes(tally.timeToFirstTokenMillis(), within);
            assertThat(shorter.attempts()).isLessThanOrEqualTo(tally.attempts());
            assertThat(shorter.succeeded()).isLessThanOrEqualTo(tally.succeeded());
            assertThat(shorter.refused()).isLessThanOrEqualTo(tally.refused());
            shorter = tally;
        }
    }

    private static void assertTimes(@Nullable Percentiles times, List<Outcome> within) {
        double[] exact = within.stream()
                .filter(outcome -> outcome.kind().countsForHealth() && outcome.kind() != OutcomeKind.RATE_LIMITED)
                .filter(outcome -> outcome.timeToFirstTokenMillis() >= 0)
                .mapToDouble(outcome -> Math.max(1, outcome.timeToFirstTokenMillis()))
                .sorted()
                .toArray();
        if (exact.length == 0) {
            assertThat(times).isNull();
            return;
        }
        assertThat(requireNonNull(times).p50()).isCloseTo(rank(exact, 0.5), ERROR);
        assertThat(times.p75()).isCloseTo(rank(exact, 0.75), ERROR);
        assertThat(times.p90()).isCloseTo(rank(exact, 0.9), ERROR);
        assertThat(times.p99()).isCloseTo(rank(exact, 0.99), ERROR);
    }

    private static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    @Test
    void percentilesOfSpeedAreThoseOfTheSortedSpeedsFromAboveWithinTheError() {
        Random random = new Random(5);
        double[] exact = new double[2_000];
        for (int i = 0; i < exact.length; i++) {
            long tokens = 2L + random.nextInt(2_000);
            long millis = 50L + random.nextInt(60_000);
            exact[i] = (tokens - 1) * 1000.0 / millis;
            statistics.add(success(200, 200 + millis, tokens), START);
        }
        Arrays.sort(exact);

        Percentiles speeds =
                requireNonNull(tally(statistics, StatisticsWindow.DAY_1, START).tokensPerSecond());

        assertThat(speeds.p50()).isCloseTo(rank(exact, 0.5), ERROR);
        assertThat(speeds.p75()).isCloseTo(rank(exact, 0.25), ERROR);
        assertThat(speeds.p90()).isCloseTo(rank(exact, 0.1), ERROR);
        assertThat(speeds.p99()).isCloseTo(rank(exact, 0.01), ERROR);
    }

    @Test
    void talliesOfTwoRoutersAddUpToThatOfOneThatSawItAll() {
        Random random = new Random(3);
        Tally first = new Tally();
        Tally second = new Tally();
        Tally all = new Tally();
        for (int i = 0; i < 5_000; i++) {
            Observation observation = Observation.of(anything(random));
            (random.nextBoolean() ? first : second).add(observation);
            all.add(observation);
        }

        first.add(second);

        assertThat(first).usingRecursiveComparison().isEqualTo(all);
        assertThat(first.attempts()).isPositive();
    }

    @Test
    void outcomeThatComesLateCountsInItsOwnBucket() {
        long now = START + Duration.ofHours(1).toMillis();
        add(success(100, 200, 5), now);
        add(success(100, 200, 5), now - Duration.ofMinutes(4).toMillis());
        add(success(100, 200, 5), now - Duration.ofMinutes(20).toMillis());
        add(success(100, 200, 5), now - Duration.ofDays(2).toMillis());

        assertThat(tally(statistics, StatisticsWindow.SECONDS_30, now).attempts())
                .isEqualTo(1);
        assertThat(tally(statistics, StatisticsWindow.MINUTES_5, now).attempts())
                .isEqualTo(2);
        assertThat(tally(statistics, StatisticsWindow.MINUTES_30, now).attempts())
                .isEqualTo(3);
        assertThat(tally(statistics, StatisticsWindow.DAY_1, now).attempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(StatisticsWindow.class)
    void everyBucketBeginsAtAStep(StatisticsWindow window) {
        assertThat(window.length().toMillis() / RollingStatistics.buckets(window) % RollingStatistics.STEP_MILLIS)
                .isZero();
        assertThat(window.length().toMillis() % RollingStatistics.buckets(window))
                .isZero();
    }

    @Test
    void clockThatWasAheadForAMomentStopsNothing() {
        statistics.at(START + Duration.ofDays(9).toMillis());
        statistics.tokensLastWeek(START + Duration.ofDays(9).toMillis());

        statistics.add(success(100, 200, 5), START);

        assertThat(statistics.at(START).values()).extracting(Tally::attempts).containsExactly(1L, 1L, 1L, 1L);
        assertThat(statistics.tokensLastWeek(START)).isEqualTo(15);
    }

    @Test
    void tokensAreThoseOfSevenDays() {
        long day = Duration.ofDays(1).toMillis();
        for (int i = 0; i < 10; i++) {
            statistics.add(success(10, 20, 100), START + i * day);
        }

        assertThat(statistics.tokensLastWeek(START + 9 * day)).isEqualTo(7 * 110);
        assertThat(statistics.tokensLastWeek(START + 15 * day)).isEqualTo(110);
        assertThat(statistics.tokensLastWeek(START + 16 * day)).isZero();
    }

    private void add(Outcome outcome, long atMillis) {
        statistics.add(outcome, atMillis);
        past.add(new Past(outcome, atMillis));
    }

    /** Looks into the future without letting time pass. */
    private Map<StatisticsWindow, Tally> copy(long now) {
        RollingStatistics copy = new RollingStatistics();
        past.forEach(was -> copy.add(was.outcome(), was.atMillis()));
        Map<StatisticsWindow, Tally> tallies = copy.at(now);
        if (past.getLast().atMillis() == now) {
            assertThat(statistics.at(now)).usingRecursiveComparison().isEqualTo(tallies);
        }
        return tallies;
    }

    private List<Outcome> within(StatisticsWindow window, long now) {
        long bucket = window.length().toMillis() / RollingStatistics.buckets(window);
        long first = now / bucket - RollingStatistics.buckets(window) + 1;
        return past.stream()
                .filter(was -> was.atMillis() / bucket >= first)
                .map(Past::outcome)
                .toList();
    }

    private static long count(List<Outcome> outcomes, Predicate<OutcomeKind> kinds) {
        return outcomes.stream().map(Outcome::kind).filter(kinds).count();
    }

    private static Tally tally(RollingStatistics statistics, StatisticsWindow window, long now) {
        return requireNonNull(statistics.at(now).get(window));
    }

    private static Outcome success(long firstTokenMillis, long durationMillis, long tokens) {
        return new Outcome(
                "a/m", OutcomeKind.SUCCESS, 200, 0, firstTokenMillis, durationMillis, 10, tokens, -1, false, false);
    }

    private static Outcome anything(Random random) {
        List<OutcomeKind> kinds = Stream.of(OutcomeKind.values()).toList();
        return new Outcome(
                "a/m",
                kinds.get(random.nextInt(kinds.size())),
                0,
                0,
                (long) Math.exp(random.nextGaussian() + 5) - 1,
                20_000 + random.nextInt(5_000),
                random.nextInt(1_000),
                random.nextInt(1_000),
                -1,
                random.nextBoolean(),
                random.nextBoolean());
    }
}
