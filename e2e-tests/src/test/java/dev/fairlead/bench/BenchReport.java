package dev.fairlead.bench;

import java.util.List;

import dev.fairlead.contracts.money.Money;

/**
 * All that a run has found.
 *
 * @param leftToLapse what was still reserved when all was booked; it is given back when its lease ends
 * @param functionCalls calls of Redis functions per request through the edge: one admits, one settles
 */
record BenchReport(
        Conditions conditions,
        List<ScenarioResult> results,
        Traffic traffic,
        Books.Balance balance,
        Money leftToLapse,
        double functionCalls) {

    /** How many times nginx's CPU a request of 1 KB may take. */
    static final double AIM = 5;

    BenchReport {
        results = List.copyOf(results);
    }

    /** Whether the edge takes at most {@link #AIM} times nginx's CPU for a request of 1 KB. */
    boolean aimIsMet() {
        return aimed().median() <= AIM;
    }

    /** What the aim is about. */
    Spread aimed() {
        return results.stream()
                .filter(result -> result.scenario() == Scenario.CHAT_1_KB)
                .findFirst()
                .orElseThrow()
                .ratio();
    }

    /** Whether each request was booked once, and all books agree. */
    boolean booksAreRight() {
        return traffic.explains(balance.generations(), balance.cancelled()) && balance.agrees();
    }
}
