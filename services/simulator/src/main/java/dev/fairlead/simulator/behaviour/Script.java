package dev.fairlead.simulator.behaviour;

import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.simulator.behaviour.Behaviour.Failure;
import dev.fairlead.simulator.behaviour.Behaviour.Timing;
import org.jspecify.annotations.Nullable;

/** A behaviour with the count of the calls that it was played for; thread-safe. */
public final class Script {

    private final Behaviour behaviour;
    private final long seed;
    private final long series;
    private final long failureSeries;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failureCalls;

    /**
     * A script.
     *
     * @param series tells its draws of latency apart from those of other scripts
     * @param failureSeries tells its draws of failures apart
     * @param failureCalls the calls so far to the place where failing was set, which several scripts may share
     */
    Script(Behaviour behaviour, long seed, long series, long failureSeries, AtomicLong failureCalls) {
        this.behaviour = behaviour;
        this.seed = seed;
        this.series = series;
        this.failureSeries = failureSeries;
        this.failureCalls = failureCalls;
    }

    public Behaviour behaviour() {
        return behaviour;
    }

    /** What the next call gets. */
    public Turn next() {
        Timing timing = behaviour.timing();
        long call = calls.incrementAndGet();
        return new Turn(
                behaviour,
                timing.latency().micros(Draws.of(seed, series, 3 * call)),
                timing.timeToFirstToken().micros(Draws.of(seed, series, 3 * call + 1)),
                timing.silence().micros(Draws.of(seed, series, 3 * call + 2)),
                nextFailure());
    }

    private @Nullable Failure nextFailure() {
        Failure failure = behaviour.failure();
        if (failure == null) {
            return null;
        }
        long call = failureCalls.incrementAndGet();
        return failure.schedule().strikes(call, Draws.of(seed, failureSeries, call)) ? failure : null;
    }
}
