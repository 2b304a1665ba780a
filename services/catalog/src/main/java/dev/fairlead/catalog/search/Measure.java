package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** A number that a listed model may have. */
public enum Measure {
    /** Dollars per million tokens of the prompt. */
    PROMPT_PRICE,
    /** Dollars per million tokens of the completion. */
    COMPLETION_PRICE,
    /** Dollars for a million tokens of each. */
    TEXT_PRICE,
    /** In tokens. */
    CONTEXT,
    /** Since its release. */
    AGE_DAYS,
    INTELLIGENCE,
    CODING,
    AGENTIC,
    /** Best rating of Design Arena. */
    DESIGN,
    /** Share of the requests with tools that end in a call of one, 0 to 1; the only one that moves with the traffic. */
    TOOL_SUCCESS;

    /** Its value on that day; null if it is unknown, or comes from the traffic. */
    @Nullable
    BigDecimal of(Entry entry, LocalDate today) {
        return switch (this) {
            case PROMPT_PRICE -> entry.top().promptPrice();
            case COMPLETION_PRICE -> entry.top().completionPrice();
            case TEXT_PRICE -> entry.top().textPrice();
            case CONTEXT -> entry.contextLength() == 0 ? null : BigDecimal.valueOf(entry.contextLength());
            case AGE_DAYS -> age(entry.model().released(), today);
            case INTELLIGENCE -> entry.model().benchmarks().intelligence();
            case CODING -> entry.model().benchmarks().coding();
            case AGENTIC -> entry.model().benchmarks().agentic();
            case DESIGN -> entry.model().benchmarks().designArenaElo();
            case TOOL_SUCCESS -> null;
        };
    }

    private static @Nullable BigDecimal age(@Nullable LocalDate released, LocalDate today) {
        return released == null ? null : BigDecimal.valueOf(ChronoUnit.DAYS.between(released, today));
    }
}
