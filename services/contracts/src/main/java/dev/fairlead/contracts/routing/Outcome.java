package dev.fairlead.contracts.routing;

/**
 * How one attempt at an endpoint went: what the router learns from.
 *
 * @param endpoint the {@link dev.fairlead.contracts.catalog.Endpoint#id()}
 * @param kind how it ended
 * @param status the provider's HTTP status; 0 if none arrived
 * @param atMillis when it ended, in epoch milliseconds
 * @param timeToFirstTokenMillis from sending the request to the first content; -1 if none came
 * @param durationMillis from sending the request to its end
 * @param completionTokens tokens that came; 0 if unknown
 * @param retryAfterMillis what the provider asked for in {@code Retry-After}; -1 if it did not
 */
public record Outcome(
        String endpoint,
        OutcomeKind kind,
        int status,
        long atMillis,
        long timeToFirstTokenMillis,
        long durationMillis,
        long completionTokens,
        long retryAfterMillis) {}
