package dev.fairlead.edge.planning;

import java.util.Arrays;
import java.util.List;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.edge.planning.Option.Tier;

/**
 * Tells the endpoints of a model that stand out for the worse from the others: by their throughput, and by how often
 * their tool calls succeed. Where too little is known of too many, all count as good, and only their reliability tells
 * them apart.
 */
final class QualityTiers {

    private static final Thresholds.Quality QUALITY = Thresholds.CURRENT.quality();
    /** What a median distance to the median is multiplied by to estimate a standard deviation. */
    private static final double DEVIATIONS_PER_MAD = 1.4826;

    private QualityTiers() {}

    /** Sets the tier of all options, in which those of one model follow each other. */
    static void tell(List<Option> options) {
        int from = 0;
        for (int to = 1; to <= options.size(); to++) {
            if (to == options.size() || !isOfSameModel(options.get(to), options.get(from))) {
                compare(options.subList(from, to));
                from = to;
            }
        }
    }

    private static boolean isOfSameModel(Option a, Option b) {
        return a.offer.model().id().equals(b.offer.model().id());
    }

    private static void compare(List<Option> peers) {
        if (peers.size() < QUALITY.endpoints()) {
            return;
        }
        double[] throughputs = new double[peers.size()];
        double[] toolSuccesses = new double[peers.size()];
        int known = 0;
        for (int i = 0; i < throughputs.length; i++) {
            Option option = peers.get(i);
            boolean isKnown = isKnown(option);
            known += isKnown ? 1 : 0;
            throughputs[i] = isKnown ? throughput(option) : Double.NaN;
            toolSuccesses[i] = isKnown ? toolSuccess(option) : Double.NaN;
        }
        if (known < QUALITY.endpoints()) {
            return;
        }
        double leastThroughput = least(throughputs, QUALITY.throughputDeviations());
        double leastToolSuccess = least(toolSuccesses, QUALITY.toolDeviations());
        for (int i = 0; i < throughputs.length; i++) {
            Option option = peers.get(i);
            if (throughputs[i] < leastThroughput || toolSuccesses[i] < leastToolSuccess) {
                option.quality = Tier.OUTLIER;
            } else {
                option.quality = isKnown(option) ? Tier.GOOD : Tier.UNPROVEN;
            }
        }
    }

    private static boolean isKnown(Option option) {
        EndpointHealth health = option.health;
        WindowStatistics statistics = health == null ? null : health.over(QUALITY.window());
        return statistics != null && statistics.attempts() >= QUALITY.attempts();
    }

    private static double throughput(Option option) {
        EndpointHealth health = option.health;
        WindowStatistics statistics = health == null ? null : health.over(QUALITY.window());
        Percentiles measured = statistics == null ? null : statistics.tokensPerSecond();
        return measured == null ? Double.NaN : measured.p50();
    }

    private static double toolSuccess(Option option) {
        EndpointHealth health = option.health;
        Double rate = health == null ? null : health.toolSuccessRate();
        return rate == null ? Double.NaN : rate;
    }

    /** The least value that does not stand out; NaN, which is less than nothing, if there are too few to say. */
    private static double least(double[] values, double deviations) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (known.length < QUALITY.endpoints()) {
            return Double.NaN;
        }
        double median = median(known);
        for (int i = 0; i < known.length; i++) {
            known[i] = Math.abs(known[i] - median);
        }
        double deviation = Math.max(median(known) * DEVIATIONS_PER_MAD, median * QUALITY.leastDeviation());
        return median - deviations * deviation;
    }

    /** Sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
