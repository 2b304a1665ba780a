package dev.fairlead.router.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.router.breaker.CircuitBreaker;
import dev.fairlead.router.breaker.Evidence;
import dev.fairlead.router.breaker.Respite;
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
    private Respite respite;
    /** When a caller last used it. That somebody looks after it is no use, or nothing would ever be forgotten. */
    private long usedMillis;

    /** What requests are told: the breaker's state, or that the provider wants to be left alone. */
    private BreakerState state;

    private @Nullable Instant retryAt;

    /** The line of the table, as long as nothing happens and no bucket is forgotten. */
    private @Nullable EndpointHealth health;

    private long healthStep;

    EndpointRecord(String endpoint) {
        this(endpoint, new RollingStatistics(), CircuitBreaker.initial(), Respite.NONE, 0);
    }

    private EndpointRecord(
            String endpoint, RollingStatistics statistics, CircuitBreaker breaker, Respite respite, long usedMillis) {
        this.endpoint = endpoint;
        this.statistics = statistics;
        this.breaker = breaker;
        this.respite = respite;
        this.usedMillis = usedMillis;
        this.state = breaker.state();
        see(usedMillis);
    }

    /** Takes note of an outcome; returns whether requests are told something else now. */
    boolean add(Outcome outcome, long atMillis) {
        health = null;
        if (!outcome.probe() || usedMillis == 0) {
            usedMillis = Math.max(usedMillis, atMillis);
        }
        statistics.add(outcome, atMillis);
        if (!outcome.kind().countsForHealth()) {
            return false;
        }
        breaker = breaker.after(Evidence.of(outcome, atMillis));
        respite = respite.after(outcome, atMillis);
        return see(atMillis);
    }

    /** Lets time pass; returns whether requests are told something else now. */
    boolean at(long nowMillis) {
        breaker = breaker.at(nowMillis);
        return see(nowMillis);
    }

    /** Works out what requests are told; returns whether that is something else than before. */
    private boolean see(long nowMillis) {
        boolean left = respite.holds(nowMillis);
        BreakerState newState = left ? BreakerState.OPEN : breaker.state();
        Instant newRetryAt = left ? later(Instant.ofEpochMilli(respite.untilMillis())) : breaker.retryAt();
        boolean changed = newState != state || !Objects.equals(newRetryAt, retryAt);
        state = newState;
        retryAt = newRetryAt;
        if (changed) {
            health = null;
        }
        return changed;
    }

    private Instant later(Instant respiteEnds) {
        Instant breakerEnds = breaker.retryAt();
        return breakerEnds != null && breakerEnds.isAfter(respiteEnds) ? breakerEnds : respiteEnds;
    }

    /** Whether it is as if the endpoint had never been used, or had not for so long that nobody knows any more. */
    boolean isForgettable(long nowMillis) {
        return nowMillis - usedMillis >= RollingStatistics.LONGEST.toMillis();
    }

    String endpoint() {
        return endpoint;
    }

    /** Whether requests pass. */
    BreakerState state() {
        return state;
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
                state,
                retryAt,
                recent.attempts(),
                recent.successRate(),
                median(recent.timeToFirstTokenMillis()),
                median(recent.tokensPerSecond()),
                windows,
                statistics.tokensLastWeek(nowMillis),
                tally(tallies, StatisticsWindow.DAY_1).toolSuccessRate(),
                Instant.ofEpochSecond(TimeUnit.MILLISECONDS.toSeconds(usedMillis)));
    }

    EndpointStatistics statistics(long nowMillis) {
        Map<StatisticsWindow, Tally> tallies = statistics.at(nowMillis);
        return new EndpointStatistics(
                endpoint,
                state,
                retryAt,
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.SECONDS_30)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.MINUTES_5)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.MINUTES_30)),
                EndpointStatistics.Window.of(tally(tallies, StatisticsWindow.DAY_1)),
                statistics.tokensLastWeek(nowMillis));
    }

    /** Writes all of it; {@link #read} gives it back. */
    void write(StateWriter out) {
        out.text(endpoint).number(usedMillis);
        breaker.write(out);
        respite.write(out);
        statistics.write(out);
    }

    static EndpointRecord read(StateReader in) throws MalformedStateException {
        String endpoint = in.text();
        long usedMillis = in.number();
        CircuitBreaker breaker = CircuitBreaker.read(in);
        Respite respite = Respite.read(in);
        return new EndpointRecord(endpoint, RollingStatistics.read(in), breaker, respite, usedMillis);
    }

    private static Tally tally(Map<StatisticsWindow, Tally> tallies, StatisticsWindow window) {
        return requireNonNull(tallies.get(window));
    }

    private static double median(@Nullable Percentiles percentiles) {
        return percentiles == null ? 0 : percentiles.p50();
    }
}
