package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;

/** What the router knows of an endpoint, in a few words. */
final class SampleHealth {

    private final String endpoint;
    private final List<WindowStatistics> windows = new ArrayList<>();
    private BreakerState breaker = BreakerState.CLOSED;
    private @Nullable Instant retryAt;
    private double latency;
    private double throughput;
    private @Nullable Double toolSuccess;

    SampleHealth(String endpoint) {
        this.endpoint = endpoint;
    }

    SampleHealth breaker(BreakerState state, @Nullable Instant until) {
        breaker = state;
        retryAt = until;
        return this;
    }

    SampleHealth halfOpen() {
        return breaker(BreakerState.HALF_OPEN, null);
    }

    /** The medians without a span. */
    SampleHealth medians(double timeToFirstTokenMillis, double tokensPerSecond) {
        latency = timeToFirstTokenMillis;
        throughput = tokensPerSecond;
        return this;
    }

    SampleHealth attempts(StatisticsWindow window, long attempts, long successes) {
        windows.add(new WindowStatistics(window, attempts, successes, null, null));
        return this;
    }

    /** Half of the attempts of the last 30 seconds failed. */
    SampleHealth inOutage() {
        return attempts(StatisticsWindow.SECONDS_30, 20, 10);
    }

    /** Speeds that were the same for all attempts of a span, all of which succeeded. */
    SampleHealth speed(StatisticsWindow window, long attempts, double timeToFirstTokenMillis, double tokensPerSecond) {
        return speed(window, attempts, same(timeToFirstTokenMillis), same(tokensPerSecond));
    }

    SampleHealth speed(
            StatisticsWindow window,
            long attempts,
            @Nullable Percentiles timeToFirstTokenMillis,
            @Nullable Percentiles tokensPerSecond) {
        windows.add(new WindowStatistics(window, attempts, attempts, timeToFirstTokenMillis, tokensPerSecond));
        return this;
    }

    private static Percentiles same(double value) {
        return new Percentiles(value, value, value, value);
    }

    SampleHealth toolSuccess(double rate) {
        toolSuccess = rate;
        return this;
    }

    EndpointHealth known() {
        return new EndpointHealth(endpoint, breaker, retryAt, 0, 1, latency, throughput, windows, 0, toolSuccess);
    }
}
