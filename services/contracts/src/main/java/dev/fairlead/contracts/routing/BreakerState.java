package dev.fairlead.contracts.routing;

/** Whether an endpoint's circuit breaker lets requests through. */
public enum BreakerState {
    /** Requests pass. */
    CLOSED,
    /** Requests do not pass until the time that the table gives. */
    OPEN,
    /** A few requests pass, to see whether the endpoint has recovered. */
    HALF_OPEN
}
