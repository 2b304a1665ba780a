package dev.fairlead.contracts.routing;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** How endpoints that can all take a request are put in order. */
public enum Strategy {
    /** The cheapest first. */
    PRICE,
    /** The one that writes fastest first. */
    THROUGHPUT,
    /** The one that begins to answer soonest first. */
    LATENCY,
    /** The first is drawn, the cheaper the likelier: half the price, twice as often. */
    WEIGHTED_BY_INVERSE_PRICE,
    /** The first is drawn, the cheaper the likelier: half the price, four times as often. */
    WEIGHTED_BY_INVERSE_SQUARE_PRICE,
    /** Each in its turn. */
    ROUND_ROBIN,
    /** Of two that are drawn, the one with less to do: fewer requests under way, times how long they take lately. */
    LEAST_LOADED,
    /** The most reliable first, where tools are called above all. */
    QUALITY;

    private static final Map<String, Strategy> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Strategy::wireName, Function.identity()));

    /** As requests and settings spell it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The strategy of that name; null if there is none. */
    public static @Nullable Strategy of(String wireName) {
        return BY_NAME.get(wireName);
    }

    /** All names, for an error that lists the choices. */
    public static String choices() {
        return Stream.of(values()).map(Strategy::wireName).collect(Collectors.joining(", "));
    }
}
