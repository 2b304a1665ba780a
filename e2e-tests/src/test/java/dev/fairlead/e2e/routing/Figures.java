package dev.fairlead.e2e.routing;

import java.util.List;

/** Figures that a test shows, besides what it asserts. */
final class Figures {

    private static final System.Logger LOG = System.getLogger(Figures.class.getName());

    private Figures() {}

    /** The value that a share of all does not exceed; NaN if there is none. */
    static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }

    static void show(String line) {
        LOG.log(System.Logger.Level.INFO, line);
    }
}
