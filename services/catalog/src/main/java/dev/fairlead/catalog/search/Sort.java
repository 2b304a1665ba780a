package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** An order of the list. What has no value for it comes last; ties are in order of ids. */
public enum Sort {
    MOST_POPULAR(true),
    TOP_WEEKLY(true),
    /** As the list is without a wish. */
    NEWEST(false),
    PRICING_LOW_TO_HIGH(false),
    PRICING_HIGH_TO_LOW(true),
    CONTEXT_HIGH_TO_LOW(true),
    THROUGHPUT_HIGH_TO_LOW(true),
    LATENCY_LOW_TO_HIGH(false),
    INTELLIGENCE_HIGH_TO_LOW(true),
    CODING_HIGH_TO_LOW(true),
    AGENTIC_HIGH_TO_LOW(true),
    DESIGN_ARENA_ELO_HIGH_TO_LOW(true);

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final boolean descending;

    Sort(boolean descending) {
        this.descending = descending;
    }

    /** Such as {@code pricing-low-to-high}. */
    public String wireName() {
        return wireName;
    }

    /** The names of all, as the API's document lists them. */
    public static List<String> wireNames() {
        return Stream.of(values()).map(Sort::wireName).toList();
    }

    /** The order of this name; null if there is none. */
    public static @Nullable Sort of(String wireName) {
        return Stream.of(values())
                .filter(sort -> sort.wireName.equals(wireName))
                .findFirst()
                .orElse(null);
    }

    /** Whether it moves with the traffic. */
    public boolean isLive() {
        return switch (this) {
            case MOST_POPULAR, TOP_WEEKLY, THROUGHPUT_HIGH_TO_LOW, LATENCY_LOW_TO_HIGH -> true;
            default -> false;
        };
    }

    /** Compares rows by what the router knows of them now. */
    Comparator<Row> comparator(LiveFigures live) {
        Comparator<BigDecimal> natural = Comparator.naturalOrder();
        Comparator<@Nullable BigDecimal> unknownLast = Comparator.nullsLast(descending ? natural.reversed() : natural);
        return (one, other) -> {
            int byValue = unknownLast.compare(value(one, live), value(other, live));
            return byValue == 0 ? one.id().compareTo(other.id()) : byValue;
        };
    }

    @Nullable
    BigDecimal value(Row row, LiveFigures live) {
        return switch (this) {
            case MOST_POPULAR, TOP_WEEKLY -> live.of(row).tokensLastWeek();
            case THROUGHPUT_HIGH_TO_LOW -> live.of(row).tokensPerSecond();
            case LATENCY_LOW_TO_HIGH -> live.of(row).timeToFirstTokenMillis();
            case NEWEST -> row.value(Measure.AGE_DAYS);
            case PRICING_LOW_TO_HIGH, PRICING_HIGH_TO_LOW -> row.value(Measure.TEXT_PRICE);
            case CONTEXT_HIGH_TO_LOW -> row.value(Measure.CONTEXT);
            case INTELLIGENCE_HIGH_TO_LOW -> row.value(Measure.INTELLIGENCE);
            case CODING_HIGH_TO_LOW -> row.value(Measure.CODING);
            case AGENTIC_HIGH_TO_LOW -> row.value(Measure.AGENTIC);
            case DESIGN_ARENA_ELO_HIGH_TO_LOW -> row.value(Measure.DESIGN);
        };
    }
}
