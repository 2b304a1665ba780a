package dev.fairlead.router.outcomes;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the stream of outcomes; Redis gives later entries later places.
 *
 * @param millis when an entry came into the stream, in epoch milliseconds
 * @param sequence which one of that millisecond
 */
public record StreamPosition(long millis, long sequence) implements Comparable<StreamPosition> {

    /** Before every entry. */
    public static final StreamPosition START = new StreamPosition(0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final Comparator<StreamPosition> ORDER =
            Comparator.comparingLong(StreamPosition::millis).thenComparingLong(StreamPosition::sequence);

    /** The position that Redis spells {@code text}; empty if it is none. */
    public static Optional<StreamPosition> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new StreamPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    public boolean isAfter(StreamPosition other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(StreamPosition other) {
        return ORDER.compare(this, other);
    }

    /** As Redis spells it. */
    @Override
    public String toString() {
        return millis + "-" + sequence;
    }
}
