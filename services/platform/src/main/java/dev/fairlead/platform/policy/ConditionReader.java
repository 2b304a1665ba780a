package dev.fairlead.platform.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Condition;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of one policy, and counts them. */
final class ConditionReader {

    static final int MOST_CONDITIONS = 200;
    static final int DEEPEST = 6;
    static final int MOST_VALUES = 200;
    static final int MOST_HEADERS = 20;

    private static final int LONGEST_VALUE = 256;

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(?:[._:/-][a-z0-9]+)*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CLOCK = Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private static final String[] MEMBERS = {
        "task", "language", "budget_left", "time", "headers", "key", "team", "prompt_tokens", "all", "any", "not"
    };

    private final Set<String> tasks;
    private int conditions;

    /**
     * A reader for one policy.
     *
     * @param tasks all that there are; empty if that is not known
     */
    ConditionReader(Set<String> tasks) {
        this.tasks = tasks;
    }

    /** All members of an object hold; without any, they always do. */
    Condition read(Part when) {
        return read(when, 1);
    }

    private Condition read(Part when, int depth) {
        if (depth > DEEPEST) {
            throw when.fault("must not be nested deeper than " + DEEPEST);
        }
        when.object(MEMBERS);
        List<Condition> all = new ArrayList<>();
        for (String name : MEMBERS) {
            Part member = when.member(name);
            if (member != null) {
                if (++conditions > MOST_CONDITIONS) {
                    throw member.fault("is one too many: a policy has at most " + MOST_CONDITIONS + " conditions");
                }
                all.addAll(read(name, member, depth));
            }
        }
        return all.size() == 1 ? all.getFirst() : new Condition.All(all);
    }

    private List<Condition> read(String name, Part part, int depth) {
        return switch (name) {
            case "task" -> List.of(new Condition.Task(tasks(part)));
            case "language" -> List.of(new Condition.Language(languages(part)));
            case "budget_left" -> List.of(budgetLeft(part));
            case "time" -> List.of(time(part));
            case "headers" -> headers(part);
            case "key" -> List.of(new Condition.Key(keys(part)));
            case "team" -> List.of(new Condition.Team(words(part)));
            case "prompt_tokens" -> List.of(promptTokens(part));
            case "all" -> List.of(new Condition.All(several(part, depth)));
            case "any" -> List.of(new Condition.Any(several(part, depth)));
            case "not" -> List.of(new Condition.Not(read(part, depth + 1)));
            default -> throw part.fault("is unknown");
        };
    }

    private List<Condition> several(Part part, int depth) {
        return part.items(1, MOST_CONDITIONS, (item, i) -> read(item, depth + 1));
    }

    private Set<String> tasks(Part part) {
        if (tasks.isEmpty()) {
            return words(part);
        }
        return Set.copyOf(part.items(1, MOST_VALUES, (item, i) -> {
            String task = item.text(LONGEST_VALUE);
            if (!tasks.contains(task)) {
                throw item.fault("must be one of: " + String.join(", ", new TreeSet<>(tasks)));
            }
            return task;
        }));
    }

    private static Set<String> words(Part part) {
        return Set.copyOf(part.items(
                1,
                MOST_VALUES,
                (item, i) -> item.matching(
                        WORD, 64, "must be of lower-case letters and digits, with hyphens or dots between them")));
    }

    private static Set<String> languages(Part part) {
        return Set.copyOf(part.items(1, MOST_VALUES, (item, i) -> {
            String language = item.text(LONGEST_VALUE);
            if (!LANGUAGES.contains(language)) {
                throw item.fault("must be a language's two-letter code (ISO 639-1), such as en");
            }
            return language;
        }));
    }

    private static Set<String> keys(Part part) {
        return Set.copyOf(part.items(
                1,
                MOST_VALUES,
                (item, i) -> item.matching(
                        HASH, LONGEST_VALUE, "must be the hash of a key, 64 hexadecimal digits in lower case")));
    }

    private static Condition budgetLeft(Part part) {
        part.object("below_percent", "below");
        Part percent = part.member("below_percent");
        Part amount = part.member("below");
        if (percent == null && amount == null) {
            throw part.fault("must have one of: below_percent, below");
        }
        return new Condition.BudgetBelow(
                percent == null ? null : percent.number("0", "100", 6),
                amount == null ? null : Money.ofUsd(amount.number("0", "1000000000", Money.SCALE)));
    }

    private static Condition time(Part part) {
        part.object("days", "from", "to", "zone");
        Part days = part.member("days");
        Part from = part.member("from");
        Part to = part.member("to");
        if (days == null && from == null && to == null) {
            throw part.fault("must have one of: days, from, to");
        }
        LocalTime begins = from == null ? null : clock(from, false);
        LocalTime ends = to == null ? null : clock(to, true);
        return new Condition.Time(days == null ? Set.of() : days(days), begins, ends, zone(part.required("zone")));
    }

    /** A time of the day; null for midnight. */
    private static @Nullable LocalTime clock(Part part, boolean isEnd) {
        String text = part.matching(CLOCK, LONGEST_VALUE, "must be a time such as 08:30");
        if (text.equals("24:00") && !isEnd) {
            throw part.fault("must be before 24:00");
        }
        return text.equals("24:00") || text.equals("00:00") ? null : LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(Part part) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        part.items(1, 7, (item, i) -> {
            if (!days.add(day(item))) {
                throw item.fault("is there twice");
            }
            return item;
        });
        return days;
    }

    private static DayOfWeek day(Part part) {
        String text = part.text(LONGEST_VALUE);
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (text.equals(name) || text.equals(name.substring(0, 3))) {
                return day;
            }
        }
        throw part.fault("must be one of: mon, tue, wed, thu, fri, sat, sun");
    }

    private static ZoneId zone(Part part) {
        try {
            return ZoneId.of(part.text(LONGEST_VALUE));
        } catch (DateTimeException e) {
            throw part.fault("must be a time zone such as Europe/Berlin or UTC");
        }
    }

    private static List<Condition> headers(Part part) {
        List<Condition> headers = new ArrayList<>();
        part.entries(MOST_HEADERS).forEach((name, values) -> {
            if (name.length() > LONGEST_VALUE || !HEADER.matcher(name).matches()) {
                throw values.fault("is not a header's name");
            }
            headers.add(new Condition.Header(
                    name.toLowerCase(Locale.ROOT), Set.copyOf(values.texts(0, MOST_VALUES, LONGEST_VALUE))));
        });
        return headers;
    }

    private static Condition promptTokens(Part part) {
        part.object("at_least", "at_most");
        Part least = part.member("at_least");
        Part most = part.member("at_most");
        if (least == null && most == null) {
            throw part.fault("must have one of: at_least, at_most");
        }
        long atLeast = least == null ? 0 : tokens(least);
        long atMost = most == null ? Long.MAX_VALUE : tokens(most);
        if (atLeast > atMost) {
            throw part.fault("must not have an at_least above its at_most");
        }
        return new Condition.PromptTokens(atLeast, atMost);
    }

    private static long tokens(Part part) {
        return part.number("0", "1000000000", 0).longValueExact();
    }
}
