package dev.fairlead.contracts.identity;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** When the spending limit of a key starts anew; windows begin at midnight UTC, weeks on Monday. */
public enum LimitReset {
    DAILY,
    WEEKLY,
    MONTHLY;

    /** The first day of the window that {@code now} lies in, as an ISO date: later windows have greater names. */
    public String windowAt(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate first =
                switch (this) {
                    case DAILY -> today;
                    case WEEKLY -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTHLY -> today.withDayOfMonth(1);
                };
        return first.toString();
    }
}
