package dev.fairlead.router.rules.thresholds;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Thresholds;

/** The figures by which routing decides, each with a sentence that says what it is for. */
final class ThresholdTable {

    private static final String ATTEMPTS = "attempts";
    private static final String SHARE = "share";
    private static final String MILLISECONDS = "milliseconds";
    private static final String SECONDS = "seconds";
    private static final String DEVIATIONS = "standard deviations";

    private ThresholdTable() {}

    /**
     * A threshold.
     *
     * @param unit such as milliseconds; a share is 0 to 1
     */
    record Row(String name, BigDecimal value, String unit, String meaning) {

        static Row of(String name, double value, String unit, String meaning) {
            BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            return new Row(name, shortest.scale() < 0 ? shortest.setScale(0) : shortest, unit, meaning);
        }

        static Row of(String name, long value, String unit, String meaning) {
            return new Row(name, BigDecimal.valueOf(value), unit, meaning);
        }
    }

    static List<Row> of(Thresholds all) {
        return List.of(
                        breaker(all.breaker()),
                        outage(all.outage()),
                        uptime(all.uptime()),
                        quality(all.quality()),
                        price(all.price()),
                        probation(all.probation()),
                        List.of(Row.of(
                                "pool.candidates",
                                all.pool().candidates(),
                                "endpoints",
                                "So many endpoints are tried at most where a name stands for many models.")))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> breaker(Thresholds.Breaker breaker) {
        return List.of(
                Row.of(
                        "breaker.failures_in_a_row",
                        breaker.failuresInARow(),
                        ATTEMPTS,
                        "So many failed attempts one after the other open an endpoint's breaker: it gets no requests."),
                Row.of(
                        "breaker.window",
                        breaker.window(),
                        ATTEMPTS,
                        "The last attempts that the breaker looks at besides."),
                Row.of(
                        "breaker.failure_share",
                        breaker.failureShare(),
                        SHARE,
                        "If at least this share of a full window failed, the breaker opens."),
                Row.of(
                        "breaker.first_open",
                        breaker.firstOpenMillis(),
                        MILLISECONDS,
                        "How long it stays open for the first time; doubled each time it opens again without having"
                                + " closed."),
                Row.of(
                        "breaker.longest_open",
                        breaker.longestOpenMillis(),
                        MILLISECONDS,
                        "How long it stays open at most."),
                Row.of(
                        "breaker.longest_retry_after",
                        breaker.longestRetryAfterMillis(),
                        MILLISECONDS,
                        "How long a provider's Retry-After keeps an endpoint away at most, whatever its breaker says."));
    }

    private static List<Row> outage(Thresholds.Outage outage) {
        return List.of(
                Row.of(
                        "outage.window",
                        seconds(outage.window()),
                        SECONDS,
                        "The span over which an endpoint is looked at for a significant outage."),
                Row.of(
                        "outage.failures",
                        outage.failures(),
                        ATTEMPTS,
                        "If so many of its attempts failed, and the share below, it is tried after those that do well."),
                Row.of(
                        "outage.failure_share",
                        outage.failureShare(),
                        SHARE,
                        "The share of its attempts that has to have failed for an outage to be significant."));
    }

    private static List<Row> uptime(Thresholds.Uptime uptime) {
        String spans = uptime.windows().stream()
                .map(window -> Long.toString(seconds(window)))
                .collect(Collectors.joining(" and "));
        return List.of(
                Row.of(
                        "uptime.attempts",
                        uptime.attempts(),
                        ATTEMPTS,
                        "So many are enough to judge an endpoint's uptime, over the first of " + spans
                                + " seconds that has them."),
                Row.of(
                        "uptime.normal",
                        uptime.normal(),
                        SHARE,
                        "Below this share of successes an endpoint is tried after those that are reliable."),
                Row.of(
                        "uptime.fallback",
                        uptime.fallback(),
                        SHARE,
                        "Below this share it is tried after those, too, that are slower than asked for."));
    }

    private static List<Row> quality(Thresholds.Quality quality) {
        return List.of(
                Row.of(
                        "quality.window",
                        seconds(quality.window()),
                        SECONDS,
                        "The span over which endpoints of a model are compared for quality."),
                Row.of(
                        "quality.attempts",
                        quality.attempts(),
                        ATTEMPTS,
                        "From so many attempts on, enough is known of an endpoint to compare it."),
                Row.of(
                        "quality.endpoints",
                        quality.endpoints(),
                        "endpoints",
                        "So many of which enough is known can be compared."),
                Row.of(
                        "quality.throughput_deviations",
                        quality.throughputDeviations(),
                        DEVIATIONS,
                        "So far below the median throughput an endpoint is too slow for quality first."),
                Row.of(
                        "quality.tool_deviations",
                        quality.toolDeviations(),
                        DEVIATIONS,
                        "So far below the median share of successful tool calls they are too few."),
                Row.of(
                        "quality.least_deviation",
                        quality.leastDeviation(),
                        SHARE,
                        "A standard deviation counts as at least this share of the median, so that nobody stands out among"
                                + " those that hardly differ."));
    }

    private static List<Row> price(Thresholds.Price price) {
        return List.of(
                Row.of(
                        "price.prompt_share",
                        price.promptShare(),
                        SHARE,
                        "The share of a request's tokens that is assumed to be prompt, when prices are compared."),
                Row.of(
                        "price.tokens_of_a_request",
                        price.tokensOfARequest(),
                        "tokens",
                        "The tokens over which a price per request is spread, when prices are compared."),
                Row.of(
                        "price.least",
                        price.least(),
                        "dollars per token",
                        "What costs less is drawn as if it cost this."));
    }

    private static List<Row> probation(Thresholds.Probation probation) {
        return List.of(
                Row.of(
                        "probation.probe_share",
                        probation.probeShare(),
                        SHARE,
                        "The share of the requests that try an endpoint first whose breaker is half-open; the others try"
                                + " it last."),
                Row.of(
                        "probation.failures_in_a_row",
                        probation.failuresInARow(),
                        ATTEMPTS,
                        "So many failed attempts one after the other, at one edge, put an endpoint on probation there."));
    }

    private static long seconds(StatisticsWindow window) {
        return window.length().toSeconds();
    }
}
