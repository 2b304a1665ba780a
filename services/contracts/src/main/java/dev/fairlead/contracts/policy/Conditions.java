package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.policy.Condition.All;
import dev.fairlead.contracts.policy.Condition.Any;
import dev.fairlead.contracts.policy.Condition.BudgetBelow;
import dev.fairlead.contracts.policy.Condition.Header;
import dev.fairlead.contracts.policy.Condition.Language;
import dev.fairlead.contracts.policy.Condition.Not;
import dev.fairlead.contracts.policy.Condition.PromptTokens;
import dev.fairlead.contracts.policy.Condition.Task;
import dev.fairlead.contracts.policy.Condition.Team;
import dev.fairlead.contracts.policy.Condition.Time;

/** What conditions say to the facts of a request, and which costly facts they ask for. */
final class Conditions {

    private Conditions() {}

    static Truth holds(Condition condition, Facts facts) {
        return switch (condition) {
            case All all -> Truth.all(all.conditions(), part -> holds(part, facts));
            case Any any -> Truth.any(any.conditions(), part -> holds(part, facts));
            case Not not -> holds(not.condition(), facts).not();
            case Task task -> Truth.of(facts.task(), task.tasks()::contains);
            case Language language -> Truth.of(facts.language(), language.languages()::contains);
            case BudgetBelow below -> isBelow(below, facts);
            case Time time -> Truth.of(isAt(time, facts));
            case Header header -> Truth.of(has(header, facts));
            case Condition.Key key -> Truth.of(key.hashes().contains(facts.key().value()));
            case Team team -> Truth.of(isOf(team, facts));
            case PromptTokens tokens ->
                Truth.of(facts.promptTokens() >= tokens.atLeast() && facts.promptTokens() <= tokens.atMost());
        };
    }

    /** Adds the costly facts that a condition asks for. */
    static void collectNeeds(Condition condition, Set<Facts.Kind> needs) {
        switch (condition) {
            case All all -> all.conditions().forEach(part -> collectNeeds(part, needs));
            case Any any -> any.conditions().forEach(part -> collectNeeds(part, needs));
            case Not not -> collectNeeds(not.condition(), needs);
            case Task _ -> needs.add(Facts.Kind.TASK);
            case Language _ -> needs.add(Facts.Kind.LANGUAGE);
            case BudgetBelow _ -> needs.add(Facts.Kind.BUDGET);
            case Time _, Header _, Condition.Key _, Team _, PromptTokens _ -> {}
        }
    }

    /** Whether it holds whatever the request. */
    static boolean isAlways(Condition condition) {
        return condition instanceof All all && all.conditions().stream().allMatch(Conditions::isAlways);
    }

    private static Truth isBelow(BudgetBelow below, Facts facts) {
        BigDecimal percent = below.percent();
        Money amount = below.amount();
        Truth ofPercent = percent == null
                ? Truth.FALSE
                : Truth.of(facts.budgetLeftPercent(), left -> left.compareTo(percent) < 0);
        Truth ofAmount =
                amount == null ? Truth.FALSE : Truth.of(facts.budgetLeft(), left -> left.compareTo(amount) < 0);
        return ofPercent.or(ofAmount);
    }

    /** By what the clock on the wall shows, so that an hour that the clock skips or repeats changes nothing else. */
    private static boolean isAt(Time time, Facts facts) {
        ZonedDateTime now = facts.now().atZone(time.zone());
        LocalTime clock = now.toLocalTime();
        LocalTime from = time.from() == null ? LocalTime.MIDNIGHT : time.from();
        LocalTime to = time.to() == null ? LocalTime.MIDNIGHT : time.to();
        DayOfWeek today = now.getDayOfWeek();
        if (from.isBefore(to)) {
            return isOn(time, today) && !clock.isBefore(from) && clock.isBefore(to);
        }
        // Over midnight: the small hours belong to the day before.
        return (isOn(time, today) && !clock.isBefore(from)) || (isOn(time, today.minus(1)) && clock.isBefore(to));
    }

    private static boolean isOn(Time time, DayOfWeek day) {
        return time.days().isEmpty() || time.days().contains(day);
    }

    private static boolean has(Header header, Facts facts) {
        String value = facts.header(header.name());
        return value != null && (header.values().isEmpty() || header.values().contains(value));
    }

    private static boolean isOf(Team team, Facts facts) {
        String name = facts.team();
        return name != null && team.teams().contains(name);
    }
}
