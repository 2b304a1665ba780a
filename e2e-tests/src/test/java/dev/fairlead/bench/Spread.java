package dev.fairlead.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The middle and the ends of what several rounds have given. */
record Spread(double median, double min, double max) {

    /** @throws IllegalArgumentException if there are none */
    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** As {@code 45.7 [38.1-54.0]}, with so many decimals; a single value stands alone. */
    String text(int decimals) {
        String number = "%." + decimals + "f";
        String middle = String.format(Locale.ROOT, number, median);
        return min == max
                ? middle
                : String.format(Locale.ROOT, "%s [" + number + " to " + number + "]", middle, min, max);
    }
}
