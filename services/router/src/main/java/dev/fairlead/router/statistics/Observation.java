package dev.fairlead.router.statistics;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;

/**
 * What an outcome adds to the tallies, worked out once for all of them.
 *
 * @param attempt whether it says something about the endpoint's health, and is no refusal for going too fast
 * @param success whether that is something good
 * @param refused whether the endpoint refused it for going too fast
 * @param withTools whether it is an attempt that offered tools
 * @param calledTool whether one of them was called
 * @param firstTokenClass the histogram's class of the time to the first token
 * @param speedClass the histogram's class of the tokens per second
 */
record Observation(
        boolean attempt,
        boolean success,
        boolean refused,
        boolean withTools,
        boolean calledTool,
        int firstTokenClass,
        int speedClass) {

    static Observation of(Outcome outcome) {
        boolean refused = outcome.kind() == OutcomeKind.RATE_LIMITED;
        boolean attempt = outcome.kind().countsForHealth() && !refused;
        boolean success = outcome.kind() == OutcomeKind.SUCCESS;
        boolean withTools = attempt && outcome.toolsOffered();
        return new Observation(
                attempt,
                success,
                refused,
                withTools,
                withTools && success && outcome.toolCalled(),
                attempt && outcome.timeToFirstTokenMillis() >= 0
                        ? LogHistogram.classOf((double) Math.max(1, outcome.timeToFirstTokenMillis()))
                        : LogHistogram.NO_CLASS,
                success ? LogHistogram.classOf(tokensPerSecond(outcome)) : LogHistogram.NO_CLASS);
    }

    /** From the first token on, which is there when the clock starts; over the whole time if it came as a whole. */
    private static double tokensPerSecond(Outcome outcome) {
        boolean streamed = outcome.timeToFirstTokenMillis() >= 0;
        long tokens = streamed ? outcome.completionTokens() - 1 : outcome.completionTokens();
        long millis = streamed ? outcome.durationMillis() - outcome.timeToFirstTokenMillis() : outcome.durationMillis();
        return millis > 0 ? tokens * 1000.0 / millis : 0;
    }
}
