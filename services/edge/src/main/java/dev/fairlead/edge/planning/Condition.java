package dev.fairlead.edge.planning;

import java.time.Instant;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.edge.planning.Option.Band;
import org.jspecify.annotations.Nullable;

/** How well an endpoint does at the moment, read off what the router knows of it. Null stands for nothing known. */
final class Condition {

    private static final Thresholds.Outage OUTAGE = Thresholds.CURRENT.outage();
    private static final Thresholds.Uptime UPTIME = Thresholds.CURRENT.uptime();
    private static final double MILLIS = 1_000;

    private Condition() {}

    /** Whether its breaker keeps requests away. */
    static boolean isClosedOff(@Nullable EndpointHealth known, Instant now) {
        return known != null
                && known.breaker() == BreakerState.OPEN
                && (known.retryAt() == null || now.isBefore(known.retryAt()));
    }

    /** Whether it has yet to show that it has recovered. An open breaker whose time is over has half-opened. */
    static boolean isRecovering(@Nullable EndpointHealth known) {
        return known != null && known.breaker() != BreakerState.CLOSED;
    }

    /** How reliable it is, whatever its speed. */
    static Band reliability(@Nullable EndpointHealth known) {
        if (known == null) {
            return Band.NORMAL;
        }
        if (isInOutage(known.over(OUTAGE.window()))) {
            return Band.OUTAGE;
        }
        double uptime = uptime(known);
        if (uptime >= UPTIME.normal()) {
            return Band.NORMAL;
        }
        return uptime < UPTIME.fallback() ? Band.FALLBACK_ONLY : Band.UNRELIABLE;
    }

    private static boolean isInOutage(@Nullable WindowStatistics lately) {
        if (lately == null) {
            return false;
        }
        long failures = lately.attempts() - lately.successes();
        return failures >= OUTAGE.failures() && failures >= OUTAGE.failureShare() * lately.attempts();
    }

    /** Share of attempts that succeed; 1 as long as there are too few to tell. */
    private static double uptime(EndpointHealth known) {
        for (int i = 0; i < UPTIME.windows().size(); i++) {
            WindowStatistics statistics = known.over(UPTIME.windows().get(i));
            if (statistics != null && statistics.attempts() >= UPTIME.attempts()) {
                return (double) statistics.successes() / statistics.attempts();
            }
        }
        // A table without longer statistics.
        return known.windows().isEmpty() && known.samples() >= UPTIME.attempts() ? known.successRate() : 1;
    }

    /** Tokens per second, the median of five minutes or else of what is known; 0 if nothing is. */
    static double throughput(@Nullable EndpointHealth known) {
        if (known == null) {
            return 0;
        }
        WindowStatistics lately = known.over(StatisticsWindow.MINUTES_5);
        Percentiles measured = lately == null ? null : lately.tokensPerSecond();
        return measured == null ? known.tokensPerSecond() : measured.p50();
    }

    /** Milliseconds to the first token, the median of five minutes or else of what is known; endless if nothing is. */
    static double latency(@Nullable EndpointHealth known) {
        if (known == null) {
            return Double.POSITIVE_INFINITY;
        }
        WindowStatistics lately = known.over(StatisticsWindow.MINUTES_5);
        Percentiles measured = lately == null ? null : lately.timeToFirstTokenMillis();
        double median = measured == null ? known.timeToFirstTokenMillis() : measured.p50();
        return median > 0 ? median : Double.POSITIVE_INFINITY;
    }

    /**
     * Whether it was slower over the last five minutes than a request would like. What was not measured is not held
     * against it: that is how a slow endpoint gets another chance, and a new one its first.
     *
     * @param minThroughput in tokens per second
     * @param maxLatency in seconds
     */
    static boolean isSlow(@Nullable EndpointHealth known, Cutoffs minThroughput, Cutoffs maxLatency) {
        if (known == null || (minThroughput.isNone() && maxLatency.isNone())) {
            return false;
        }
        WindowStatistics lately = known.over(StatisticsWindow.MINUTES_5);
        if (lately == null) {
            return false;
        }
        Percentiles speed = lately.tokensPerSecond();
        Percentiles wait = lately.timeToFirstTokenMillis();
        return (speed != null && fallsBelow(speed, minThroughput)) || (wait != null && exceeds(wait, maxLatency));
    }

    // A comparison with NaN, which is a cut-off that is not set, is false.

    private static boolean fallsBelow(Percentiles speed, Cutoffs least) {
        return speed.p50() < least.p50()
                || speed.p75() < least.p75()
                || speed.p90() < least.p90()
                || speed.p99() < least.p99();
    }

    private static boolean exceeds(Percentiles millis, Cutoffs mostSeconds) {
        return millis.p50() > mostSeconds.p50() * MILLIS
                || millis.p75() > mostSeconds.p75() * MILLIS
                || millis.p90() > mostSeconds.p90() * MILLIS
                || millis.p99() > mostSeconds.p99() * MILLIS;
    }
}
