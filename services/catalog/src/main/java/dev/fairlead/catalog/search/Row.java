package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** An entry with all that queries need of it, worked out once. Two rows are the same only if they are one object. */
public final class Row {

    private final int number;
    private final Entry entry;
    private final byte[] json;
    private final Map<Measure, BigDecimal> values = new EnumMap<>(Measure.class);
    private final String text;

    /**
     * A row of one index.
     *
     * @param number how many rows the index has before this one
     */
    Row(int number, Entry entry, LocalDate today, Rendering rendering) {
        this.number = number;
        this.entry = entry;
        this.json = rendering.json(entry);
        for (Measure measure : Measure.values()) {
            BigDecimal value = measure.of(entry, today);
            if (value != null) {
                values.put(measure, value);
            }
        }
        this.text = Stream.concat(Stream.of(entry.id(), entry.model().name()), entry.model().aliases().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    /** Writes entries for callers. */
    @FunctionalInterface
    public interface Rendering {
        /** One entry as JSON in UTF-8. */
        byte[] json(Entry entry);
    }

    int number() {
        return number;
    }

    public Entry entry() {
        return entry;
    }

    public String id() {
        return entry.id();
    }

    /** Its JSON in UTF-8, not to be changed. */
    public byte[] json() {
        return json;
    }

    @Nullable
    BigDecimal value(Measure measure) {
        return values.get(measure);
    }

    boolean mentions(List<String> words) {
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
