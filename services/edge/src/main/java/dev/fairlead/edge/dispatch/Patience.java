package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.edge.EdgeConfig;
import org.jspecify.annotations.Nullable;

/**
 * How long an endpoint is waited for, by what is known of its speed over the last five minutes. Pure.
 *
 * <p>While there is somebody else to ask, an endpoint gets {@value #GENEROSITY} times what it takes until its first
 * token in the slowest hundredth of cases, but never less than a configured time nor more than the configured timeout.
 * An answer that comes as a whole gets the time for writing it at its slowest tenth of speed besides. The last one to
 * ask, or one of which too little is known, gets the configured timeout.
 */
final class Patience {

    /** How many times its usual worst an endpoint may take. */
    private static final int GENEROSITY = 10;

    /** Fewer attempts than this say nothing about the slowest hundredth. */
    private static final int ENOUGH_ATTEMPTS = 20;

    /** What an answer is taken to be long, in tokens, where the request does not limit it. */
    private static final long USUAL_TOKENS = 1_000;

    private final EdgeConfig.Upstream timeouts;
    private final EdgeConfig.Failover limits;

    Patience(EdgeConfig config) {
        this.timeouts = config.upstream();
        this.limits = config.failover();
    }

    /**
     * Until when the first content has to be there, since the request was sent; in nanoseconds.
     *
     * @param completionTokens the most that are asked for; -1 if the request leaves that open
     * @param hasAlternatives whether there is anybody else to ask
     */
    long untilContent(@Nullable EndpointHealth health, boolean stream, long completionTokens, boolean hasAlternatives) {
        long timeout = (stream ? timeouts.firstByteTimeout() : timeouts.answerTimeout()).toNanos();
        WindowStatistics known = hasAlternatives ? known(health) : null;
        Percentiles first = known == null ? null : known.timeToFirstTokenMillis();
        if (known == null || first == null) {
            return timeout;
        }
        double millis = GENEROSITY * first.p99();
        if (!stream) {
            Percentiles speed = known.tokensPerSecond();
            if (speed == null || speed.p90() <= 0) {
                return timeout;
            }
            millis += GENEROSITY * writing(completionTokens < 0 ? Long.MAX_VALUE : completionTokens, speed.p90());
        }
        return bounded(millis, limits.leastPatience(), timeout);
    }

    /**
     * After what time without content a second endpoint is asked as well, since the request was sent; in nanoseconds.
     */
    long untilHedge(@Nullable EndpointHealth health, boolean stream, long completionTokens) {
        WindowStatistics known = known(health);
        Percentiles first = known == null ? null : known.timeToFirstTokenMillis();
        Percentiles speed = known == null ? null : known.tokensPerSecond();
        long longest = limits.longestHedgeDelay().toNanos();
        if (first == null || (!stream && (speed == null || speed.p90() <= 0))) {
            return stream ? Math.min(longest, limits.hedgeDelay().toNanos()) : longest;
        }
        double millis = first.p90();
        if (!stream && speed != null) {
            millis += writing(completionTokens < 0 ? USUAL_TOKENS : completionTokens, speed.p90());
        }
        return bounded(millis, limits.leastHedgeDelay(), longest);
    }

    private static double writing(long tokens, double tokensPerSecond) {
        return tokens * 1000.0 / tokensPerSecond;
    }

    private static long bounded(double millis, Duration least, long most) {
        double nanos = millis * TimeUnit.MILLISECONDS.toNanos(1);
        return Math.min(most, Math.max(least.toNanos(), (long) nanos));
    }

    private static @Nullable WindowStatistics known(@Nullable EndpointHealth health) {
        WindowStatistics recent = health == null ? null : health.over(StatisticsWindow.MINUTES_5);
        return recent == null || recent.attempts() < ENOUGH_ATTEMPTS ? null : recent;
    }
}
