package dev.fairlead.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code wrk} says of a run.
 *
 * @param requests answered in full
 * @param seconds how long it took
 * @param p50Micros median latency
 * @param p99Micros latency that one request in a hundred exceeds
 * @param faults what went wrong, in wrk's words; empty if nothing did
 */
record LoadResult(long requests, double seconds, double p50Micros, double p99Micros, List<String> faults) {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m|h),");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    LoadResult {
        faults = List.copyOf(faults);
    }

    /**
     * Reads the output of {@code wrk --latency}.
     *
     * @throws BenchException if it is not that
     */
    static LoadResult parse(String output) {
        MatchResult requests = find(REQUESTS, output)
                .orElseThrow(() -> new BenchException("wrk has not said how many requests it made: " + output.strip()));
        List<String> faults = Pattern.compile(SOCKET_ERRORS + "|" + BAD_STATUS)
                .matcher(output)
                .results()
                .map(MatchResult::group)
                .toList();
        long count = Long.parseLong(requests.group(1));
        double seconds = micros(requests.group(2), requests.group(3)) / 1e6;
        if (count == 0) {
            // wrk prints no numbers then, but what they come to be when divided by nothing.
            return new LoadResult(0, seconds, 0, 0, faults);
        }
        return new LoadResult(count, seconds, percentile("50", output), percentile("99", output), faults);
    }

    double perSecond() {
        return requests / seconds;
    }

    private static double percentile(String percent, String output) {
        Pattern line = Pattern.compile("^ +" + percent + "% +([\\d.]+)(us|ms|s|m|h) *$", Pattern.MULTILINE);
        return find(line, output)
                .map(found -> micros(found.group(1), found.group(2)))
                .orElseThrow(() -> new BenchException("wrk has told no " + percent + "th percentile"));
    }

    private static Optional<MatchResult> find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    private static double micros(String number, String unit) {
        double factor =
                switch (unit) {
                    case "us" -> 1;
                    case "ms" -> 1e3;
                    case "s" -> 1e6;
                    case "m" -> 60e6;
                    case "h" -> 3600e6;
                    default -> throw new BenchException("no unit of time: " + unit);
                };
        return Double.parseDouble(number) * factor;
    }
}
