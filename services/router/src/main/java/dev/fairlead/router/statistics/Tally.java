package dev.fairlead.router.statistics;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;

/** What happened at one endpoint in some stretch of time. Not thread-safe. */
public final class Tally {

    private long attempts;
    private long succeeded;
    private final LogHistogram timeToFirstTokenMillis = new LogHistogram();
    private final LogHistogram tokensPerSecond = new LogHistogram();

    void add(Outcome outcome) {
        if (!outcome.kind().countsForHealth()) {
            return;
        }
        attempts++;
        if (outcome.kind() == OutcomeKind.SUCCESS) {
            succeeded++;
        }
        if (outcome.timeToFirstTokenMillis() >= 0) {
            timeToFirstTokenMillis.add((double) Math.max(1, outcome.timeToFirstTokenMillis()));
            long generatingMillis = outcome.durationMillis() - outcome.timeToFirstTokenMillis();
            if (outcome.completionTokens() > 1 && generatingMillis > 0) {
                // The first token is there when the clock starts.
                tokensPerSecond.add((outcome.completionTokens() - 1) * 1000.0 / generatingMillis);
            }
        }
    }

    void add(Tally other) {
        attempts += other.attempts;
        succeeded += other.succeeded;
        timeToFirstTokenMillis.add(other.timeToFirstTokenMillis);
        tokensPerSecond.add(other.tokensPerSecond);
    }

    /** Attempts that say something about the endpoint's health. */
    public long attempts() {
        return attempts;
    }

    /** Those that succeeded. */
    public long succeeded() {
        return succeeded;
    }

    /** Their share, 0 to 1; 1 as long as there was none, for an endpoint is presumed healthy. */
    public double successRate() {
        return attempts == 0 ? 1 : (double) succeeded / attempts;
    }

    /** From sending the request to the first content. */
    public LogHistogram timeToFirstTokenMillis() {
        return timeToFirstTokenMillis;
    }

    /** Speed of an answer from its first content on. */
    public LogHistogram tokensPerSecond() {
        return tokensPerSecond;
    }
}
