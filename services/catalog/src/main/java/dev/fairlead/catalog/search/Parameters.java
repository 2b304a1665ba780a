package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads values out of query parameters. A parameter without a value counts as not given. */
public final class Parameters {

    private static final int LONGEST = 1_000;
    private static final int NAMED = 25;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");

    private final Map<String, List<String>> given;

    /**
     * Parameters with their values.
     *
     * @param given decoded, in the order in which they were written
     */
    public Parameters(Map<String, List<String>> given) {
        this.given = given;
    }

    /** The only value; null if there is none. */
    @Nullable
    String text(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new InvalidParameterException(name, "is given more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** One of some words; null if there is none. */
    @Nullable
    String word(String name, Collection<String> allowed) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            throw new InvalidParameterException(name, "'" + value + "' is not one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** Whether it is {@code true}. */
    public boolean flag(String name) {
        return "true".equals(word(name, List.of("true", "false")));
    }

    /** The words of a comma-separated list, in lower case; a parameter given twice is one list. */
    Set<String> words(String name, Predicate<String> known, Collection<String> allowed) {
        Set<String> words = new LinkedHashSet<>();
        for (String value : values(name)) {
            for (String word : value.split(",")) {
                String normalised = word.strip().toLowerCase(Locale.ROOT);
                if (!normalised.isEmpty()) {
                    if (!known.test(normalised)) {
                        throw new InvalidParameterException(name, unknown(normalised, allowed));
                    }
                    words.add(normalised);
                }
            }
        }
        return words;
    }

    /** A whole number; null if there is none. */
    @Nullable
    Integer whole(String name, int least, int most) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (WHOLE.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        String bounds = most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        throw new InvalidParameterException(name, "has to be a whole number " + bounds);
    }

    /** A number that is not negative; null if there is none. */
    @Nullable
    BigDecimal decimal(String name, @Nullable BigDecimal most) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (DECIMAL.matcher(value).matches()) {
            BigDecimal number = new BigDecimal(value);
            if (most == null || number.compareTo(most) <= 0) {
                return number;
            }
        }
        throw new InvalidParameterException(
                name,
                most == null
                        ? "has to be a number of at least 0, such as 2.5"
                        : "has to be a number from 0 to " + most.toPlainString() + ", such as 0.9");
    }

    private List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String value : given.getOrDefault(name, List.of())) {
            if (value.length() > LONGEST) {
                throw new InvalidParameterException(name, "is longer than " + LONGEST + " characters");
            }
            if (!value.isBlank()) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** Names all that is allowed, or what is like the wrong one if that would be too much. */
    private static String unknown(String word, Collection<String> allowed) {
        if (allowed.size() <= NAMED) {
            return "'" + word + "' is not one of " + String.join(", ", allowed);
        }
        String start = word.substring(0, Math.min(3, word.length()));
        List<String> like = allowed.stream()
                .filter(term -> term.startsWith(start) || term.contains(word) || word.contains(term))
                .limit(NAMED)
                .toList();
        return "'" + word + "' is not one of the " + allowed.size() + " known ones"
                + (like.isEmpty()
                        ? ", such as "
                                + String.join(
                                        ", ", allowed.stream().limit(NAMED).toList())
                        : "; did you mean " + String.join(", ", like) + "?");
    }
}
