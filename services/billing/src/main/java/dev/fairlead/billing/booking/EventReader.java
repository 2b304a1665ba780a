package dev.fairlead.billing.booking;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.platform.json.FairleadJson;

/** Reads usage events, and finds those that can never be booked. */
final class EventReader {

    private static final ObjectMapper JSON = FairleadJson.mapper();

    /** The admission functions move amounts of up to eighteen digits. */
    private static final Money GREATEST_COST = Money.ofUsd("100000000");
    /** The year 3000: later times are garbage, and PostgreSQL's dates end somewhere. */
    private static final long LAST_MILLIS = 32_503_680_000_000L;

    private EventReader() {}

    /** Why an event can never be booked. */
    static final class UnbookableException extends Exception {
        UnbookableException(String reason) {
            super(reason, null, false, false);
        }
    }

    static BookableEvent read(UsageEntry entry) throws UnbookableException {
        UsageEvent event = parse(String.valueOf(entry.event()));
        checkCost(event.cost());
        TokenUsage usage = event.usage();
        if (usage.promptTokens() > Integer.MAX_VALUE || usage.completionTokens() > Integer.MAX_VALUE) {
            throw new UnbookableException("it has more than two billion tokens");
        }
        if (event.startedAtMillis() < 0 || event.startedAtMillis() > LAST_MILLIS) {
            throw new UnbookableException("its time is not one");
        }
        return new BookableEvent(entry, event, attempts(event));
    }

    private static void checkCost(Cost cost) throws UnbookableException {
        if (cost.total().isNegative()
                || cost.prompt().isNegative()
                || cost.completion().isNegative()) {
            throw new UnbookableException("its cost is negative");
        }
        if (cost.total().compareTo(GREATEST_COST) > 0) {
            throw new UnbookableException("its cost is beyond belief");
        }
        if (cost.total().nanos() - cost.prompt().nanos() != cost.completion().nanos()) {
            throw new UnbookableException("its cost is not the sum of its parts");
        }
    }

    private static UsageEvent parse(String json) throws UnbookableException {
        try {
            UsageEvent event = JSON.readValue(json, UsageEvent.class);
            if (event == null) {
                throw new UnbookableException("it is empty");
            }
            return event;
        } catch (IOException e) {
            // Not Jackson's message: it may quote the event.
            throw new UnbookableException(
                    "it is not a usage event: " + e.getClass().getSimpleName());
        }
    }

    /** Each attempt as an array of its values: these rows are many, and names would be half of them. */
    private static String attempts(UsageEvent event) throws UnbookableException {
        ArrayNode attempts = JSON.createArrayNode();
        for (Attempt attempt : event.attempts()) {
            attempts.addArray()
                    .add(attempt.provider())
                    .add(attempt.endpoint())
                    .add(attempt.outcome().name())
                    .add(attempt.status())
                    .add(attempt.durationMillis());
        }
        String text = attempts.toString();
        if (text.contains("\\u0000")) {
            throw new UnbookableException("an attempt's name holds a NUL");
        }
        return text;
    }
}
