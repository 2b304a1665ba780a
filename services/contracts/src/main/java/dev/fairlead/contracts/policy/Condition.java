package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/** When a rule applies. */
public sealed interface Condition {

    /** Each of these holds; without any, it always does. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** One of these holds. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** This does not hold. What is unknown does not hold, and neither does its opposite. */
    record Not(Condition condition) implements Condition {}

    /** The prompt is taken for one of these tasks. */
    record Task(Set<String> tasks) implements Condition {
        public Task {
            tasks = Set.copyOf(tasks);
        }
    }

    /** The prompt is in one of these languages, as ISO 639-1 codes. */
    record Language(Set<String> languages) implements Condition {
        public Language {
            languages = Set.copyOf(languages);
        }
    }

    /**
     * What the key may still spend, or its organisation if the key has no limit, is below one of these.
     *
     * @param percent of the limit, 0 to 100; null if it does not matter
     * @param amount null if it does not matter
     */
    record BudgetBelow(
            @Nullable BigDecimal percent, @Nullable Money amount) implements Condition {}

    /**
     * It is a certain time.
     *
     * @param days empty for all
     * @param from the first minute; null for midnight
     * @param to the minute after the last; null for midnight. Not after {@code from} means until the next day
     * @param zone where the clock hangs
     */
    record Time(
            Set<DayOfWeek> days,
            @Nullable LocalTime from,
            @Nullable LocalTime to,
            ZoneId zone) implements Condition {
        public Time {
            days = Set.copyOf(days);
        }
    }

    /**
     * The request has this header, with one of these values.
     *
     * @param name in lower case
     * @param values exact; empty for any
     */
    record Header(String name, Set<String> values) implements Condition {
        public Header {
            values = Set.copyOf(values);
        }
    }

    /** The request came with one of these keys, given by their hashes. */
    record Key(Set<String> hashes) implements Condition {
        public Key {
            hashes = Set.copyOf(hashes);
        }
    }

    /** The key belongs to one of these teams. */
    record Team(Set<String> teams) implements Condition {
        public Team {
            teams = Set.copyOf(teams);
        }
    }

    /** The prompt has about so many tokens. Both bounds belong to it. */
    record PromptTokens(long atLeast, long atMost) implements Condition {}
}
