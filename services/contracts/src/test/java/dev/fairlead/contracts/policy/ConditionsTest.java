package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.fairlead.contracts.policy.SampleFacts.KEY;
import static dev.fairlead.contracts.policy.SampleFacts.plain;
import static dev.fairlead.contracts.policy.Truth.FALSE;
import static dev.fairlead.contracts.policy.Truth.TRUE;
import static dev.fairlead.contracts.policy.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConditionsTest {

    private static final Condition CODE = new Condition.Task(Set.of("programming", "debugging"));
    private static final Condition GERMAN = new Condition.Language(Set.of("de"));
    private static final Condition TENTH = new Condition.BudgetBelow(new BigDecimal("10"), null);
    private static final Condition DOLLAR = new Condition.BudgetBelow(null, Money.ofUsd("1"));
    private static final Condition EITHER = new Condition.BudgetBelow(new BigDecimal("10"), Money.ofUsd("1"));
    private static final Condition PRODUCTION = new Condition.Header("x-env", Set.of("prod", "live"));
    private static final Condition MARKED = new Condition.Header("x-env", Set.of());
    private static final Condition MINE = new Condition.Key(Set.of(KEY.value()));
    private static final Condition MIDDLING = new Condition.PromptTokens(100, 1000);

    static Stream<Arguments> conditions() {
        return Stream.of(
                arguments(new Condition.All(List.of()), plain(), TRUE),
                arguments(new Condition.Any(List.of()), plain(), FALSE),
                arguments(CODE, plain().about("debugging"), TRUE),
                arguments(CODE, plain().about("marketing"), FALSE),
                arguments(CODE, plain(), UNKNOWN),
                arguments(GERMAN, plain().in("de"), TRUE),
                arguments(GERMAN, plain().in("en"), FALSE),
                arguments(GERMAN, plain(), UNKNOWN),
                arguments(TENTH, plain().left("5", "9.999"), TRUE),
                arguments(TENTH, plain().left("5", "10"), FALSE),
                arguments(TENTH, plain().left("5", null), UNKNOWN),
                arguments(DOLLAR, plain().left("0.999999999", null), TRUE),
                arguments(DOLLAR, plain().left("1", "1"), FALSE),
                arguments(DOLLAR, plain(), UNKNOWN),
                arguments(EITHER, plain().left("50", "9"), TRUE),
                arguments(EITHER, plain().left("0.5", null), TRUE),
                arguments(EITHER, plain().left("50", null), UNKNOWN),
                arguments(EITHER, plain().left("50", "50"), FALSE),
                arguments(PRODUCTION, plain().with(Map.of("x-env", "live")), TRUE),
                arguments(PRODUCTION, plain().with(Map.of("x-env", "Prod")), FALSE),
                arguments(PRODUCTION, plain(), FALSE),
                arguments(MARKED, plain().with(Map.of("x-env", "")), TRUE),
                arguments(MARKED, plain(), FALSE),
                arguments(MINE, plain(), TRUE),
                arguments(MINE, plain().withKey(KeyHash.of("another")), FALSE),
                arguments(Policies.INTERNS, plain().inTeam("interns"), TRUE),
                arguments(Policies.INTERNS, plain().inTeam("research"), FALSE),
                arguments(Policies.INTERNS, plain(), FALSE),
                arguments(MIDDLING, plain().with(99), FALSE),
                arguments(MIDDLING, plain().with(100), TRUE),
                arguments(MIDDLING, plain().with(1000), TRUE),
                arguments(MIDDLING, plain().with(1001), FALSE));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void saysWhetherItHolds(Condition condition, Facts facts, Truth expected) {
        assertThat(Conditions.holds(condition, facts)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void theOppositeOfWhatIsUnknownIsUnknown(Condition condition, Facts facts, Truth expected) {
        Truth opposite = Conditions.holds(new Condition.Not(condition), facts);

        assertThat(opposite)
                .isEqualTo(
                        switch (expected) {
                            case TRUE -> FALSE;
                            case FALSE -> TRUE;
                            case UNKNOWN -> UNKNOWN;
                        });
    }

    @ParameterizedTest
    @CsvSource({
        // a, b, all, any
        "TRUE,TRUE,TRUE,TRUE",
        "TRUE,FALSE,FALSE,TRUE",
        "TRUE,UNKNOWN,UNKNOWN,TRUE",
        "FALSE,FALSE,FALSE,FALSE",
        "FALSE,UNKNOWN,FALSE,UNKNOWN",
        "UNKNOWN,UNKNOWN,UNKNOWN,UNKNOWN",
    })
    void severalAreJoinedInThreeValues(Truth a, Truth b, Truth all, Truth any) {
        List<Condition> both = List.of(condition(a), condition(b));
        List<Condition> reversed = List.of(condition(b), condition(a));

        assertThat(Conditions.holds(new Condition.All(both), plain())).isEqualTo(all);
        assertThat(Conditions.holds(new Condition.All(reversed), plain())).isEqualTo(all);
        assertThat(Conditions.holds(new Condition.Any(both), plain())).isEqualTo(any);
        assertThat(Conditions.holds(new Condition.Any(reversed), plain())).isEqualTo(any);
    }

    @ParameterizedTest(name = "[{0} {1}-{2}] at {3} in {4}: {5}")
    @CsvSource({
        // 23 November 2026 is a Monday.
        "MON,     09:00, 17:00, 2026-11-23T08:59:59Z, UTC, false",
        "MON,     09:00, 17:00, 2026-11-23T09:00:00Z, UTC, true",
        "MON,     09:00, 17:00, 2026-11-23T16:59:59.999Z, UTC, true",
        "MON,     09:00, 17:00, 2026-11-23T17:00:00Z, UTC, false",
        "TUE,     09:00, 17:00, 2026-11-23T12:00:00Z, UTC, false",
        // Elsewhere it is another time, and another day.
        "MON,     09:00, 17:00, 2026-11-23T08:30:00Z, Europe/Berlin, true",
        "TUE,     06:00, 09:00, 2026-11-23T22:00:00Z, Asia/Tokyo, true",
        // Over midnight: the small hours belong to the day before.
        "FRI,     22:00, 06:00, 2026-11-27T22:00:00Z, UTC, true",
        "FRI,     22:00, 06:00, 2026-11-28T05:59:00Z, UTC, true",
        "FRI,     22:00, 06:00, 2026-11-28T06:00:00Z, UTC, false",
        "FRI,     22:00, 06:00, 2026-11-27T05:00:00Z, UTC, false",
        "FRI,     22:00, 06:00, 2026-11-28T22:00:00Z, UTC, false",
        "SUN,     22:00, 06:00, 2026-11-30T03:00:00Z, UTC, true",
        // Open ends are midnights; the same time twice is a day that begins then.
        "MON,     ,      ,      2026-11-23T00:00:00Z, UTC, true",
        "MON,     ,      ,      2026-11-23T23:59:59Z, UTC, true",
        "MON,     ,      ,      2026-11-24T00:00:00Z, UTC, false",
        "MON,     18:00, ,      2026-11-23T23:00:00Z, UTC, true",
        "MON,     18:00, ,      2026-11-24T00:00:00Z, UTC, false",
        "MON,     ,      06:00, 2026-11-23T05:00:00Z, UTC, true",
        "MON,     ,      06:00, 2026-11-24T05:00:00Z, UTC, false",
        "MON,     08:00, 08:00, 2026-11-24T07:59:00Z, UTC, true",
        "MON,     08:00, 08:00, 2026-11-24T08:00:00Z, UTC, false",
        // Berlin: on 28 March 2027 it is never 02:30, on 25 October 2026 it is twice.
        "SUN,     02:30, 03:30, 2027-03-28T00:59:00Z, Europe/Berlin, false",
        "SUN,     02:30, 03:30, 2027-03-28T01:00:00Z, Europe/Berlin, true",
        "SUN,     02:30, 03:30, 2027-03-28T01:30:00Z, Europe/Berlin, false",
        "SUN,     02:00, 03:00, 2027-03-28T01:00:00Z, Europe/Berlin, false",
        "SUN,     02:30, 03:00, 2026-10-25T00:30:00Z, Europe/Berlin, true",
        "SUN,     02:30, 03:00, 2026-10-25T01:15:00Z, Europe/Berlin, false",
        "SUN,     02:30, 03:00, 2026-10-25T01:30:00Z, Europe/Berlin, true",
        "SUN,     02:30, 03:00, 2026-10-25T02:00:00Z, Europe/Berlin, false",
        "SAT,     22:00, 06:00, 2026-10-25T04:59:00Z, Europe/Berlin, true",
        "SAT,     22:00, 06:00, 2026-10-25T05:00:00Z, Europe/Berlin, false",
    })
    void goesByTheClockOnTheWall(String day, LocalTime from, LocalTime to, Instant now, ZoneId zone, boolean expected) {
        DayOfWeek only = EnumSet.allOf(DayOfWeek.class).stream()
                .filter(candidate -> candidate.name().startsWith(day))
                .findFirst()
                .orElseThrow();

        Truth truth = Conditions.holds(new Condition.Time(Set.of(only), from, to, zone), plain().at(now));

        assertThat(truth).isEqualTo(Truth.of(expected));
    }

    @Test
    void withoutDaysItIsEveryDay() {
        Condition nights = new Condition.Time(Set.of(), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("UTC"));

        List<Truth> week = Stream.iterate(Instant.parse("2026-11-23T03:00:00Z"), day -> day.plusSeconds(86_400))
                .limit(7)
                .map(day -> Conditions.holds(nights, plain().at(day)))
                .toList();

        assertThat(week).containsOnly(TRUE);
    }

    @Test
    void asksOnlyForTheCostlyFactsThatItNeeds() {
        Condition nested = new Condition.Any(
                List.of(MINE, new Condition.Not(new Condition.All(List.of(CODE, TENTH))), PRODUCTION, MIDDLING));
        Set<Facts.Kind> needs = EnumSet.noneOf(Facts.Kind.class);

        Conditions.collectNeeds(nested, needs);

        assertThat(needs).containsExactlyInAnyOrder(Facts.Kind.TASK, Facts.Kind.BUDGET);
    }

    private static Condition condition(Truth truth) {
        return switch (truth) {
            case TRUE -> Policies.ALWAYS;
            case FALSE -> Policies.NEVER;
            case UNKNOWN -> CODE;
        };
    }
}
