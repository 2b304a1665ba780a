package dev.fairlead.router.rules.policies;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Facts;
import dev.fairlead.platform.policy.Part;
import dev.fairlead.router.decision.Task;
import org.jspecify.annotations.Nullable;

/**
 * Facts of a request that never was, as somebody gives them who tries a policy.
 *
 * @param headers by their names in lower case
 */
record GivenFacts(
        OrganisationId organisation,
        KeyHash key,
        @Nullable String team,
        Instant now,
        Map<String, String> headers,
        long promptTokens,
        @Nullable String task,
        @Nullable String language,
        @Nullable Money budgetLeft,
        @Nullable BigDecimal budgetLeftPercent,
        @Nullable String endUser,
        @Nullable String session)
        implements Facts {

    private static final int LONGEST = 256;
    private static final int MOST_HEADERS = 100;
    private static final KeyHash SOMEBODYS = KeyHash.of("somebody's");

    GivenFacts {
        headers = Map.copyOf(headers);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Reads facts; what is not given is unknown.
     *
     * @param facts an object; null for nothing but what the others say
     * @param organisation whose request it is
     */
    static GivenFacts read(@Nullable Part facts, OrganisationId organisation, Instant now) {
        if (facts == null) {
            return new GivenFacts(organisation, SOMEBODYS, null, now, Map.of(), 0, null, null, null, null, null, null);
        }
        facts.object(
                "organisation",
                "key",
                "team",
                "now",
                "headers",
                "prompt_tokens",
                "task",
                "language",
                "budget_left",
                "budget_left_percent",
                "end_user",
                "session");
        Part tokens = facts.member("prompt_tokens");
        return new GivenFacts(
                organisation,
                read(facts, "key", GivenFacts::key, SOMEBODYS),
                text(facts, "team"),
                read(facts, "now", GivenFacts::time, now),
                headers(facts.member("headers")),
                tokens == null ? 0 : tokens.number("0", "1000000000", 0).longValueExact(),
                task(facts.member("task")),
                text(facts, "language"),
                money(facts.member("budget_left")),
                percent(facts.member("budget_left_percent")),
                text(facts, "end_user"),
                text(facts, "session"));
    }

    /** The same, with what the router makes of a prompt where that is not given. */
    GivenFacts withReading(String readTask, @Nullable String readLanguage, long tokens) {
        return new GivenFacts(
                organisation,
                key,
                team,
                now,
                headers,
                promptTokens == 0 ? tokens : promptTokens,
                task == null ? readTask : task,
                language == null ? readLanguage : language,
                budgetLeft,
                budgetLeftPercent,
                endUser,
                session);
    }

    private static <T> T read(Part facts, String name, Function<Part, T> read, T otherwise) {
        Part part = facts.member(name);
        return part == null ? otherwise : read.apply(part);
    }

    private static @Nullable String text(Part facts, String name) {
        Part part = facts.member(name);
        return part == null ? null : part.text(LONGEST);
    }

    private static @Nullable String task(@Nullable Part part) {
        if (part == null) {
            return null;
        }
        String task = part.text(LONGEST);
        if (!Task.IDS.contains(task)) {
            throw part.fault("must be one of: " + String.join(", ", new TreeSet<>(Task.IDS)));
        }
        return task;
    }

    private static KeyHash key(Part part) {
        String hash = part.text(LONGEST);
        if (!KeyHash.isValid(hash)) {
            throw part.fault("must be the hash of a key");
        }
        return new KeyHash(hash);
    }

    private static Instant time(Part part) {
        try {
            return Instant.parse(part.text(LONGEST));
        } catch (DateTimeParseException e) {
            throw part.fault("must be a time such as 2026-01-31T08:00:00Z");
        }
    }

    private static Map<String, String> headers(@Nullable Part part) {
        Map<String, String> headers = new HashMap<>();
        if (part != null && !part.node().isEmpty()) {
            part.entries(MOST_HEADERS)
                    .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value.text(LONGEST)));
        }
        return headers;
    }

    private static @Nullable Money money(@Nullable Part part) {
        return part == null
                ? null
                : Money.ofNanos(part.number("-1000000000", "1000000000", 9)
                        .movePointRight(9)
                        .longValueExact());
    }

    private static @Nullable BigDecimal percent(@Nullable Part part) {
        return part == null ? null : part.number("0", "100", 6);
    }
}
