package dev.fairlead.contracts.routing;

import java.util.List;

/**
 * Every number that decides where requests go, in one place, so that it can be published. Shares are 0 to 1; times are
 * in milliseconds where the name says so, else in seconds.
 *
 * @param breaker when an endpoint gets no requests at all
 * @param outage when an endpoint is tried only after those that do well
 * @param uptime when an endpoint counts as unreliable
 * @param quality when an endpoint counts as worse than the others that serve the same model
 * @param price what is compared as the price of an endpoint
 * @param probation how endpoints come back
 * @param pool how many are tried where a name stands for many models
 */
public record Thresholds(
        Breaker breaker, Outage outage, Uptime uptime, Quality quality, Price price, Probation probation, Pool pool) {

    /** The numbers that hold. */
    public static final Thresholds CURRENT = new Thresholds(
            new Breaker(5, 20, 0.5, 5_000, 120_000, 3_600_000),
            new Outage(StatisticsWindow.SECONDS_30, 3, 0.2),
            new Uptime(List.of(StatisticsWindow.MINUTES_5, StatisticsWindow.MINUTES_30), 100, 0.95, 0.8),
            new Quality(StatisticsWindow.MINUTES_30, 100, 4, 1.5, 2, 0.02),
            new Price(0.75, 1_000, 1e-10),
            new Probation(0.1, 3),
            new Pool(16));

    /**
     * When the circuit breaker of an endpoint opens, and for how long.
     *
     * @param failuresInARow so many failed attempts one after the other open it
     * @param window the last attempts that are looked at
     * @param failureShare if at least this share of a full window failed, it opens
     * @param firstOpenMillis how long it stays open for the first time; doubled each time it opens again without having
     *     closed
     * @param longestOpenMillis how long it stays open at most
     * @param longestRetryAfterMillis how long a provider is left alone at most, if it asks for that by
     *     {@code Retry-After}, whatever its breaker says
     */
    public record Breaker(
            int failuresInARow,
            int window,
            double failureShare,
            long firstOpenMillis,
            long longestOpenMillis,
            long longestRetryAfterMillis) {}

    /**
     * When an endpoint is in a significant outage.
     *
     * @param window the attempts of this span are looked at
     * @param failures so many of them failed, at least
     * @param failureShare and at least this share of them
     */
    public record Outage(StatisticsWindow window, int failures, double failureShare) {}

    /**
     * How reliable an endpoint is.
     *
     * @param windows the first of these that has enough attempts counts
     * @param attempts as many are enough
     * @param normal from this share of successes on it is reliable; below, it is tried after those that are
     * @param fallback below this share of successes it is tried after those that are slower than asked for, too
     */
    public record Uptime(List<StatisticsWindow> windows, int attempts, double normal, double fallback) {

        public Uptime {
            windows = List.copyOf(windows);
        }
    }

    /**
     * When an endpoint stands out for the worse among those that serve the same model. What is usual is the median, and
     * how far they differ is the median distance to it times 1.4826, which for a normal distribution is the standard
     * deviation.
     *
     * @param window the figures of this span are compared
     * @param attempts from so many attempts on, enough is known of an endpoint
     * @param endpoints so many of which enough is known can be compared
     * @param throughputDeviations so many standard deviations below the median throughput is too slow
     * @param toolDeviations so many standard deviations below the median share of successful tool calls is too few
     * @param leastDeviation a standard deviation counts as at least this share of the median, so that nobody stands out
     *     among those that hardly differ
     */
    public record Quality(
            StatisticsWindow window,
            int attempts,
            int endpoints,
            double throughputDeviations,
            double toolDeviations,
            double leastDeviation) {}

    /**
     * What endpoints are compared by: {@code promptShare} times the price of a prompt's token, plus the rest times the
     * price of a completion's, plus what is charged per request, spread over {@code tokensOfARequest}.
     *
     * @param promptShare share of the tokens that is assumed to be prompt
     * @param tokensOfARequest tokens that a request is assumed to have
     * @param least in dollars per token; what costs less is drawn as if it cost this
     */
    public record Price(double promptShare, int tokensOfARequest, double least) {}

    /**
     * How an endpoint comes back whose breaker is half-open, or whose last attempts at an edge have all failed.
     *
     * @param probeShare share of the requests that try such an endpoint first; the others try it last
     * @param failuresInARow so many failed attempts one after the other, at one edge, put an endpoint on probation there
     */
    public record Probation(double probeShare, int failuresInARow) {}

    /**
     * Where a name stands for many models.
     *
     * @param candidates how many endpoints are tried at most
     */
    public record Pool(int candidates) {}
}
