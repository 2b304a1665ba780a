package dev.fairlead.contracts.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.PolicyCheck.Fault;
import dev.fairlead.contracts.policy.PolicyCheck.Yield;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Looks for policies that lead back to themselves: one puts a model into requests that another is about, and so on
 * round. Models that only stand behind each other, as fallbacks, may do so mutually. Policies about all models are
 * asked once and never again, so nothing leads to them; and policies of two organisations never meet.
 */
final class LoopSearch {

    private final List<RoutePolicy> enforced;
    private final UnaryOperator<String> key;
    private final Consumer<Fault> faults;

    /** That a policy puts a model into requests that another, or itself, is about. */
    private record Step(RoutePolicy from, Yield by, RoutePolicy to) {}

    LoopSearch(List<RoutePolicy> all, UnaryOperator<String> key, Consumer<Fault> faults) {
        this.enforced =
                all.stream().filter(policy -> policy.mode() == Mode.ENFORCED).toList();
        this.key = key;
        this.faults = faults;
    }

    void search() {
        Set<@Nullable OrganisationId> organisations = new HashSet<>();
        organisations.add(null);
        enforced.forEach(policy -> organisations.add(policy.organisation()));
        organisations.forEach(this::searchFor);
    }

    private void searchFor(@Nullable OrganisationId organisation) {
        Map<String, List<Step>> steps = steps(enforced.stream()
                .filter(policy -> policy.organisation() == null || Objects.equals(policy.organisation(), organisation))
                .toList());
        steps.values()
                .forEach(of -> of.stream().filter(step -> step.by().replaces()).forEach(step -> {
                    List<Step> way = way(step, steps);
                    if (!way.isEmpty()) {
                        report(way);
                    }
                }));
    }

    private Map<String, List<Step>> steps(List<RoutePolicy> policies) {
        Map<String, List<RoutePolicy>> about = new HashMap<>();
        for (RoutePolicy policy : policies) {
            Names.about(policy).stream()
                    .map(key)
                    .distinct()
                    .forEach(name ->
                            about.computeIfAbsent(name, k -> new ArrayList<>()).add(policy));
        }
        Map<String, List<Step>> steps = new HashMap<>();
        for (RoutePolicy from : policies) {
            List<Step> of = new ArrayList<>();
            for (Yield by : Yield.of(from)) {
                for (RoutePolicy to : about.getOrDefault(key.apply(by.name()), List.of())) {
                    // A policy about real models may keep one of them: it decides once.
                    if (!to.name().equals(from.name()) || from.defines() != null) {
                        of.add(new Step(from, by, to));
                    }
                }
            }
            steps.put(from.name(), of);
        }
        return steps;
    }

    /** The steps from one back to where it starts, it included; empty if there is no way back. */
    private static List<Step> way(Step first, Map<String, List<Step>> steps) {
        String start = first.from().name();
        Map<String, Step> reachedBy = new HashMap<>(Map.of(first.to().name(), first));
        Deque<String> next = new ArrayDeque<>(List.of(first.to().name()));
        while (!next.isEmpty() && !reachedBy.containsKey(start)) {
            for (Step step : steps.getOrDefault(next.remove(), List.of())) {
                if (reachedBy.putIfAbsent(step.to().name(), step) == null) {
                    next.add(step.to().name());
                }
            }
        }
        Deque<Step> way = new ArrayDeque<>();
        Step last = reachedBy.get(start);
        while (last != null) {
            way.addFirst(last);
            last = last.equals(first) ? null : reachedBy.get(last.from().name());
        }
        return List.copyOf(way);
    }

    /** Everybody on the way is at fault, because any of them may be the one that is being written. */
    private void report(List<Step> way) {
        List<String> round =
                new ArrayList<>(way.stream().map(step -> step.from().name()).toList());
        for (Step step : way) {
            faults.accept(new Fault(
                    step.from().name(),
                    step.by().field(),
                    "'" + step.by().name() + "' leads back to this policy: " + String.join(" -> ", round) + " -> "
                            + round.getFirst()));
            Collections.rotate(round, -1);
        }
    }
}
