package dev.fairlead.router.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;

/**
 * How one endpoint did over each of the {@link StatisticsWindow windows}, and how much it was used. A longer window has
 * longer buckets, so that an endpoint takes no more than a fixed number of them however often it is used; every window
 * is right to a tenth of its length. Not thread-safe.
 */
public final class RollingStatistics {

    /** After this long without an outcome there is nothing left. */
    public static final Duration LONGEST = TokenRing.WINDOW;

    /** Every bucket begins at a multiple of this: without outcomes nothing changes in between. */
    public static final long STEP_MILLIS = 3_000;

    private final Map<StatisticsWindow, TallyRing> rings = new EnumMap<>(StatisticsWindow.class);
    private final TokenRing tokens = new TokenRing();

    public RollingStatistics() {
        for (StatisticsWindow window : StatisticsWindow.values()) {
            rings.put(window, new TallyRing(window.length(), buckets(window)));
        }
    }

    /** Into how many buckets a window is divided. */
    static int buckets(StatisticsWindow window) {
        return switch (window) {
            case SECONDS_30, MINUTES_5, MINUTES_30 -> 10;
            case DAY_1 -> 24;
        };
    }

    /**
     * Counts an outcome.
     *
     * @param atMillis when it ended, in epoch milliseconds
     */
    public void add(Outcome outcome, long atMillis) {
        tokens.add(tokensOf(outcome), atMillis);
        if (outcome.kind().countsForHealth()) {
            Observation observation = Observation.of(outcome);
            rings.values().forEach(ring -> ring.add(observation, atMillis));
        }
    }

    /** Tokens of prompt and completion. */
    public static long tokensOf(Outcome outcome) {
        return Math.max(0, outcome.promptTokens()) + Math.max(0, outcome.completionTokens());
    }

    /** All in the window that ends now. */
    public Map<StatisticsWindow, Tally> at(long nowMillis) {
        Map<StatisticsWindow, Tally> tallies = new EnumMap<>(StatisticsWindow.class);
        rings.forEach((window, ring) -> tallies.put(window, ring.sum(nowMillis)));
        return tallies;
    }

    /** Tokens of prompts and completions in the seven days that end now. */
    public long tokensLastWeek(long nowMillis) {
        return tokens.sum(nowMillis);
    }

    /** Writes all of it; {@link #read} gives it back. */
    public void write(StateWriter state) {
        tokens.write(state);
        rings.values().forEach(ring -> ring.write(state));
    }

    public static RollingStatistics read(StateReader state) throws MalformedStateException {
        RollingStatistics statistics = new RollingStatistics();
        statistics.tokens.read(state);
        for (TallyRing ring : statistics.rings.values()) {
            ring.read(state);
        }
        return statistics;
    }
}
