package dev.fairlead.billing.key;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.key.KeyChange.To;
import dev.fairlead.billing.request.Fields;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads what a request wants of a key. */
final class KeyChangeReader {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEAM = 64;
    private static final Pattern TEAM = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final int LONGEST_TIME = 40;
    private static final int LAST_YEAR = 9999;
    private static final Money GREATEST_LIMIT = Money.ofUsd("1000000000");

    private KeyChangeReader() {}

    /** The body of a request for a new key; it must name the key. */
    static KeyChange create(@Nullable JsonNode body, Instant now) {
        KeyChange change = read(
                Fields.of(body, "name", "team", "limit", "limit_reset", "include_byok_in_limit", "expires_at"), now);
        if (change.name() == null) {
            throw Fields.fault("name", "is required");
        }
        return change;
    }

    /** The body of a request to change a key. */
    static KeyChange update(@Nullable JsonNode body, Instant now) {
        return read(
                Fields.of(
                        body,
                        "name",
                        "team",
                        "limit",
                        "limit_reset",
                        "include_byok_in_limit",
                        "expires_at",
                        "disabled"),
                now);
    }

    private static KeyChange read(Fields fields, Instant now) {
        return new KeyChange(
                name(fields),
                team(fields),
                fields.flag("disabled"),
                fields.flag("include_byok_in_limit"),
                limit(fields),
                limitReset(fields),
                expiresAt(fields, now));
    }

    private static @Nullable String name(Fields fields) {
        if (fields.isNull("name")) {
            throw Fields.fault("name", "must be a string");
        }
        String name = fields.text("name", LONGEST_NAME);
        if (name != null && name.isEmpty()) {
            throw Fields.fault("name", "must not be empty");
        }
        return name;
    }

    private static @Nullable To<String> team(Fields fields) {
        if (!fields.has("team")) {
            return null;
        }
        String team = fields.text("team", LONGEST_TEAM);
        if (team != null) {
            requireTeam(team);
        }
        return new To<>(team);
    }

    /** Refuses what is not a team's name. */
    static void requireTeam(String team) {
        if (team.length() > LONGEST_TEAM || !TEAM.matcher(team).matches()) {
            throw Fields.fault(
                    "team",
                    "must be of lower-case letters and digits, with '-', '_' or '.' between them, at most "
                            + LONGEST_TEAM);
        }
    }

    private static @Nullable To<Money> limit(Fields fields) {
        if (!fields.has("limit")) {
            return null;
        }
        BigDecimal usd = fields.number("limit", "must be a number of US dollars, or null for no limit");
        return new To<>(usd == null ? null : Fields.amount("limit", usd, GREATEST_LIMIT));
    }

    private static @Nullable To<LimitReset> limitReset(Fields fields) {
        if (!fields.has("limit_reset")) {
            return null;
        }
        return switch (fields.text("limit_reset", LONGEST_NAME)) {
            case null -> new To<>(null);
            case "daily" -> new To<>(LimitReset.DAILY);
            case "weekly" -> new To<>(LimitReset.WEEKLY);
            case "monthly" -> new To<>(LimitReset.MONTHLY);
            default -> throw Fields.fault("limit_reset", "must be daily, weekly, monthly or null");
        };
    }

    private static @Nullable To<Instant> expiresAt(Fields fields, Instant now) {
        if (!fields.has("expires_at")) {
            return null;
        }
        String text = fields.text("expires_at", LONGEST_TIME);
        if (text == null) {
            return new To<>(null);
        }
        Instant time = utc(text);
        if (time == null) {
            throw Fields.fault("expires_at", "must be a UTC time such as 2027-12-31T23:59:59Z");
        }
        if (!time.isAfter(now)) {
            throw Fields.fault("expires_at", "must be in the future");
        }
        return new To<>(time);
    }

    private static @Nullable Instant utc(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getOffset().equals(ZoneOffset.UTC) && time.getYear() <= LAST_YEAR
                    ? time.toInstant().truncatedTo(ChronoUnit.MICROS)
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
