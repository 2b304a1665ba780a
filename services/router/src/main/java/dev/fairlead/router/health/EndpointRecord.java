package dev.fairlead.router.health;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.router.breaker.CircuitBreaker;
import dev.fairlead.router.breaker.Evidence;
import dev.fairlead.router.statistics.RollingStatistics;
import dev.fairlead.router.statistics.Tally;

/** All that is known of one endpoint. Not thread-safe. */
final class EndpointRecord {

    /** With fewer attempts in the short window the table shows the long one: medians of a handful jump about. */
    private static final int ENOUGH_ATTEMPTS = 20;

    private final String endpoint;
    private final RollingStatistics statistics = new RollingStatistics();
    private CircuitBreaker breaker = CircuitBreaker.initial();

    EndpointRecord(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Takes note of an outcome that counts; returns whether the breaker is in another state now. */
    boolean add(Outcome outcome, long atMillis) {
        statistics.add(outcome, atMillis);
        return become(breaker.after(Evidence.of(outcome, atMillis)));
    }

    /** Lets time pass; returns whether the breaker is in another state now. */
    boolean at(long nowMillis) {
        return become(breaker.at(nowMillis));
    }

    /** Whether it is as if the endpoint had never been used. */
    boolean isForgettable(long nowMillis) {
        return breaker.state() == BreakerState.CLOSED && statistics.isEmpty(nowMillis);
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    EndpointHealth health(long nowMillis) {
        Tally tally = statistics.last(RollingStatistics.SHORT_WINDOW, nowMillis);
        if (tally.attempts() < ENOUGH_ATTEMPTS) {
            tally = statistics.last(RollingStatistics.LONG_WINDOW, nowMillis);
        }
        return new EndpointHealth(
                endpoint,
                breaker.state(),
                breaker.retryAt(),
                tally.attempts(),
                tally.successRate(),
                tally.timeToFirstTokenMillis().quantile(0.5),
                tally.tokensPerSecond().quantile(0.5));
    }

    EndpointStatistics statistics(long nowMillis) {
        return new EndpointStatistics(
                endpoint,
                breaker.state(),
                breaker.retryAt(),
                EndpointStatistics.Window.of(statistics.last(RollingStatistics.SHORT_WINDOW, nowMillis)),
                EndpointStatistics.Window.of(statistics.last(RollingStatistics.LONG_WINDOW, nowMillis)));
    }

    private boolean become(CircuitBreaker next) {
        boolean changed = next.state() != breaker.state();
        breaker = next;
        return changed;
    }
}
