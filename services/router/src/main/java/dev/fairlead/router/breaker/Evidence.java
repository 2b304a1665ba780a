package dev.fairlead.router.breaker;

import dev.fairlead.contracts.routing.Outcome;

/**
 * What one attempt says about its endpoint's health.
 *
 * @param atMillis when it ended, in epoch milliseconds
 * @param begunMillis when it began, in epoch milliseconds
 * @param failure whether it speaks against the endpoint
 */
public record Evidence(long atMillis, long begunMillis, boolean failure) {

    /**
     * The evidence in an outcome that counts.
     *
     * @param atMillis when it ended, by the clock that all outcomes share
     */
    public static Evidence of(Outcome outcome, long atMillis) {
        return new Evidence(
                atMillis,
                atMillis - Math.max(0, outcome.durationMillis()),
                outcome.kind().isFailure());
    }
}
