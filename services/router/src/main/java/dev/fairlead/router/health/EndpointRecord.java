package dev.fairlead.router.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.router.breaker.CircuitBreaker;
import dev.fairlead.router.breaker.Evidence;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import dev.fairlead.router.statistics.RollingStatistics;
import dev.fairlead.router.statistics.Tally;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** All that is known of one endpoint. Not thread-safe. */
final class EndpointRecord {

    /** With fewer attempts in the shortest window the table shows the next one: medians of a handful jump about. */
    private static final int ENOUGH_ATTEMPTS = 20;

    private final String endpoint;
    private final RollingStatistics statistics;
    private CircuitBreaker breaker;
    private long usedMillis;

    /** The line of the table, as long as nothing happens and no bucket is forgotten. */
    private @Nullable EndpointHealth health;

    private long healthStep;

    EndpointRecord(String endpoint) {
        this(endpoint, new RollingStatistics(), CircuitBreaker.initial(), 0);
    }

    private EndpointRecord(String endpoint, RollingStatistics statistics, CircuitBreaker breaker, long usedMillis) {
        this.endpoint = endpoint;
        this.statistics = statistics;
        this.breaker = breaker;
        this.usedMillis = usedMillis;
    }

    /** Takes note of an outcome; returns whether the breaker is in another state now. */
    boolean add(Outcome outcome, long atMillis) {
        health = null;
        usedMillis = Math.max(usedMillis, atMillis);
        statistics.add(outcome, atMillis);
        return outcome.kind().countsForHealth() && become(breaker.after(Evidence.of(outcome, atMillis)));
    }

    /** Lets time pass; returns whether the breaker is in another state now. */
    boolean at(long nowMillis) {
        return become(breaker.at(nowMillis));
    }

    /** Whether it is as if the endpoint had never been used, or had not for so long that nobody knows any more. */
    boolean isForgettable(long nowMillis) {
        return breaker.state() != BreakerState.OPEN && nowMillis - usedMillis >= RollingStatistics.LONGEST.toMillis();
    }

    String endpoint() {
        return endpoint;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    EndpointHealth health(long nowMillis) {
        long step = nowMillis / RollingStatistics.STEP_MILLIS;
        EndpointHealth known = health;
        if (known == null || healthStep != step) {
            known = computeHealth(nowMillis);
            health = known;
            healthStep = step;
        }
        return known;
    }

    private EndpointHealth computeHealth(long nowMillis) {
        Map<StatisticsWindow, Tally> tallies = statistics.at(nowMillis);
        Tally recent = tally(tallies, StatisticsWindow.SECONDS_30);
        if (recent.attempts() < ENOUGH_ATTEMPTS) {
            recent = tally(tallies, StatisticsWindow.MINUTES_5);
        }
        List<WindowStatistics> windows = new ArrayList<>(tallies.size());
        tallies.forEach((window, tally) -> {
            if (tally.attempts() > 0) {
                windows.add(new WindowStatistics(
                        window,
                        tally.attempts(),
                        tally.succeeded(),
                        tally.timeToFirstTokenMillis(),
                        tally.tokensPerSecond()));
            }
        });
        return new EndpointHealth(
                endpoint,
                breaker.state(),
                breaker.retryAt(),
                recent.attempts(),
                recent.successRate(),
                median(recent.timeToFirstTokenMillis()),
                median(recent.tokensPerSecond()),
                windows,
                statistics.tokensLastWeek(nowMillis),
                tally(tallies, StatisticsWindow.DAY_1).toolSuccessRate());
    }

    EndpointStatistics statistics(long nowMillis) {
        Map<StatisticsWindow, Tally> tallies = statistics.at(nowMillis);
        return new EndpointStatistics(
                endpoint,
                breaker.state(),
                breaker.retryAt(),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.SECONDS_30)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.MINUTES_5)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.MINUTES_30)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.DAY_1)),
                statistics.tokensLastWeek(nowMillis));
    }

    /** Writes all of it; {@link #read} gives it back. */
    void write(StateWriter state) {
        state.text(endpoint).number(usedMillis);
        breaker.write(state);
        statistics.write(state);
    }

    static EndpointRecord read(StateReader state) throws MalformedStateException {
        String endpoint = state.text();
        long usedMillis = state.number();
        CircuitBreaker breaker = CircuitBreaker.read(state);
        return new EndpointRecord(endpoint, RollingStatistics.read(state), breaker, usedMillis);
    }

    private boolean become(CircuitBreaker next) {
        boolean changed = next.state() != breaker.state();
        breaker = next;
        if (changed) {
            health = null;
        }
        return changed;
    }

    private static Tally tally(Map<StatisticsWindow, Tally> tallies, StatisticsWindow window) {
        return requireNonNull(tallies.get(window));
    }

    private static double median(@Nullable Percentiles percentiles) {
        return percentiles == null ? 0 : percentiles.p50();
    }
}
