package dev.fairlead.contracts.routing;

/**
 * How one attempt at an endpoint went: what the router learns from.
 *
 * @param endpoint the {@link dev.fairlead.contracts.catalog.Endpoint#id()}
 * @param kind how it ended
 * @param status the provider's HTTP status; 0 if none arrived
 * @param atMillis when it ended, in epoch milliseconds
 * @param timeToFirstTokenMillis from sending the request to the first content of a stream; -1 if none came, or if the
 *     answer came as a whole
 * @param durationMillis from sending the request to its end
 * @param promptTokens tokens that were sent; 0 if unknown
 * @param completionTokens tokens that came; 0 if unknown
 * @param retryAfterMillis what the provider asked for in {@code Retry-After}; -1 if it did not
 * @param toolsOffered whether the request offered tools
 * @param toolCalled whether the answer ended in a call of one
 * @param probe whether nobody had asked for it, but an edge that wanted to know how the endpoint does
 */
public record Outcome(
        String endpoint,
        OutcomeKind kind,
        int status,
        long atMillis,
        long timeToFirstTokenMillis,
        long durationMillis,
        long promptTokens,
        long completionTokens,
        long retryAfterMillis,
        boolean toolsOffered,
        boolean toolCalled,
        boolean probe) {

    /** Of a caller's request. */
    public Outcome(
            String endpoint,
            OutcomeKind kind,
            int status,
            long atMillis,
            long timeToFirstTokenMillis,
            long durationMillis,
            long promptTokens,
            long completionTokens,
            long retryAfterMillis,
            boolean toolsOffered,
            boolean toolCalled) {
        this(
                endpoint,
                kind,
                status,
                atMillis,
                timeToFirstTokenMillis,
                durationMillis,
                promptTokens,
                completionTokens,
                retryAfterMillis,
                toolsOffered,
                toolCalled,
                false);
    }
}
