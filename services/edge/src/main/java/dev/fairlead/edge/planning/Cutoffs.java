package dev.fairlead.edge.planning;

/**
 * What a figure's percentiles must keep to, for an endpoint to be preferred. All that are set have to hold; what is NaN
 * is not set.
 */
public record Cutoffs(double p50, double p75, double p90, double p99) {

    public static final Cutoffs NONE = new Cutoffs(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** A cut-off for the median. */
    public static Cutoffs ofMedian(double value) {
        return new Cutoffs(value, Double.NaN, Double.NaN, Double.NaN);
    }

    public boolean isNone() {
        return Double.isNaN(p50) && Double.isNaN(p75) && Double.isNaN(p90) && Double.isNaN(p99);
    }
}
