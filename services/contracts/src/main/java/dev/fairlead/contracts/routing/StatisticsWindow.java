package dev.fairlead.contracts.routing;

import java.time.Duration;

/** The spans of time, up to now, over which endpoints are looked at. */
public enum StatisticsWindow {
    SECONDS_30(Duration.ofSeconds(30)),
    MINUTES_5(Duration.ofMinutes(5)),
    MINUTES_30(Duration.ofMinutes(30)),
    DAY_1(Duration.ofDays(1));

    private final Duration length;

    StatisticsWindow(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }
}
