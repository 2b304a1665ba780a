package dev.fairlead.simulator.ledger;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Calls and tokens, summed up by model and outcome. Not thread-safe. */
public final class LedgerSummary {

    private final Map<Group, Sums> groups =
            new TreeMap<>(Comparator.comparing(Group::model).thenComparing(Group::outcome));

    /** What is summed up together. */
    public record Group(String model, Outcome outcome) {}

    /** The sums of a group. */
    public record Sums(long calls, long prompt, long cached, long completion, long reasoning) {

        private Sums plus(Sums other) {
            return new Sums(
                    calls + other.calls,
                    prompt + other.prompt,
                    cached + other.cached,
                    completion + other.completion,
                    reasoning + other.reasoning);
        }
    }

    public void add(Call call) {
        Sums one =
                new Sums(1, call.promptTokens(), call.cachedTokens(), call.completionTokens(), call.reasoningTokens());
        groups.merge(new Group(call.model(), call.outcome()), one, Sums::plus);
    }

    /** The sums by group, in the order of models and outcomes. */
    public Map<Group, Sums> groups() {
        return groups;
    }

    /** The sums of all. */
    public Sums total() {
        return groups.values().stream().reduce(new Sums(0, 0, 0, 0, 0), Sums::plus);
    }
}
