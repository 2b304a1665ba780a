package dev.fairlead.router.statistics;

import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** What happened at one endpoint in some stretch of time. Two of them add up. Not thread-safe. */
public final class Tally {

    private long attempts;
    private long succeeded;
    private long refused;
    private long withTools;
    private long calledTool;
    private final LogHistogram timeToFirstTokenMillis;
    private final LogHistogram tokensPerSecond;

    Tally() {
        this(new LogHistogram(), new LogHistogram());
    }

    private Tally(LogHistogram timeToFirstTokenMillis, LogHistogram tokensPerSecond) {
        this.timeToFirstTokenMillis = timeToFirstTokenMillis;
        this.tokensPerSecond = tokensPerSecond;
    }

    void add(Observation observation) {
        attempts += one(observation.attempt());
        succeeded += one(observation.success());
        refused += one(observation.refused());
        withTools += one(observation.withTools());
        calledTool += one(observation.calledTool());
        timeToFirstTokenMillis.addClass(observation.firstTokenClass());
        tokensPerSecond.addClass(observation.speedClass());
    }

    void add(Tally other) {
        attempts += other.attempts;
        succeeded += other.succeeded;
        refused += other.refused;
        withTools += other.withTools;
        calledTool += other.calledTool;
        timeToFirstTokenMillis.add(other.timeToFirstTokenMillis);
        tokensPerSecond.add(other.tokensPerSecond);
    }

    /** Attempts that say something about the endpoint's health, but for those it refused for going too fast. */
    public long attempts() {
        return attempts;
    }

    /** Those that succeeded. */
    public long succeeded() {
        return succeeded;
    }

    /** What the endpoint refused for going too fast. */
    public long refused() {
        return refused;
    }

    /** The share of attempts that succeeded, 0 to 1; 1 as long as there was none: an endpoint is presumed healthy. */
    public double successRate() {
        return attempts == 0 ? 1 : share(succeeded, attempts);
    }

    /** The share of attempts with tools that ended in a call of one, 0 to 1; null if there was none. */
    public @Nullable Double toolSuccessRate() {
        return withTools == 0 ? null : share(calledTool, withTools);
    }

    /** From sending the request to the first content, of streams; null if there was none. */
    public @Nullable Percentiles timeToFirstTokenMillis() {
        LogHistogram times = timeToFirstTokenMillis;
        return times.total() == 0
                ? null
                : new Percentiles(times.quantile(0.5), times.quantile(0.75), times.quantile(0.9), times.quantile(0.99));
    }

    /** Speed of an answer, from its first content on if it was a stream; null if there was none. */
    public @Nullable Percentiles tokensPerSecond() {
        LogHistogram speeds = tokensPerSecond;
        return speeds.total() == 0
                ? null
                : new Percentiles(
                        speeds.quantile(0.5), speeds.quantile(0.25), speeds.quantile(0.1), speeds.quantile(0.01));
    }

    void write(StateWriter state) {
        state.number(attempts)
                .number(succeeded)
                .number(refused)
                .number(withTools)
                .number(calledTool);
        timeToFirstTokenMillis.write(state);
        tokensPerSecond.write(state);
    }

    static Tally read(StateReader state) throws MalformedStateException {
        long attempts = state.number();
        long succeeded = state.number();
        long refused = state.number();
        long withTools = state.number();
        long calledTool = state.number();
        Tally tally = new Tally(LogHistogram.read(state), LogHistogram.read(state));
        tally.attempts = attempts;
        tally.succeeded = succeeded;
        tally.refused = refused;
        tally.withTools = withTools;
        tally.calledTool = calledTool;
        return tally;
    }

    private static int one(boolean counted) {
        return counted ? 1 : 0;
    }

    /** To four decimals: the routing table is read by every edge, every second. */
    private static double share(long part, long whole) {
        return Math.round(10_000.0 * part / whole) / 10_000.0;
    }
}
