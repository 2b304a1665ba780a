package dev.fairlead.edge.routing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.policy.Applied;
import dev.fairlead.contracts.policy.Facts;
import dev.fairlead.contracts.policy.PolicyBook;
import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.admission.SpendingLevel;
import dev.fairlead.edge.decision.DecisionClient;
import dev.fairlead.edge.request.ChatRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Asks the policies, finds out for them what they want to know, and counts what they say. */
@Singleton
class PolicyDesk {

    /** Policies are written by operators, but there may be many, with many rules. */
    private static final int MOST_COUNTERS = 2_000;

    private static final Labels OTHERS = new Labels("other", "other", "", "other");

    private final DecisionClient decisions;
    private final Admission admission;
    private final MeterRegistry metrics;
    private final ConcurrentMap<Labels, Counter> counters = new ConcurrentHashMap<>();

    PolicyDesk(DecisionClient decisions, Admission admission, MeterRegistry metrics) {
        this.decisions = decisions;
        this.admission = admission;
        this.metrics = metrics;
    }

    private record Labels(String policy, String rule, String arm, String mode) {}

    /** Finds out what costs something. Never fails: what cannot be told stays unknown. */
    Future<RequestFacts> facts(RouteQuestion question, ChatRequest request, Set<Facts.Kind> needs) {
        boolean ofPrompt = needs.contains(Facts.Kind.TASK) || needs.contains(Facts.Kind.LANGUAGE);
        Future<@Nullable PromptReading> reading =
                ofPrompt ? decisions.read(request.prompt()) : Future.succeededFuture();
        Future<@Nullable SpendingLevel> level = needs.contains(Facts.Kind.BUDGET)
                ? admission.level(question.key(), question.now())
                : Future.succeededFuture();
        return Future.join(reading, level)
                .map(both -> new RequestFacts(question, request, reading.result(), level.result()));
    }

    /** What the policies say. */
    PolicyVerdict decide(PolicyBook policies, List<String> models, RequestFacts facts) {
        PolicyVerdict verdict = policies.decide(models, facts, facts.question().seed());
        if (!facts.question().isRehearsal()) {
            boolean isDenied = verdict.denied() != null;
            verdict.steps()
                    .forEach(step -> count(step, isDenied && step.equals(verdict.applied()) ? "denied" : "enforced"));
            verdict.shadows().forEach(shadow -> count(shadow, "shadow"));
        }
        return verdict;
    }

    private void count(Applied applied, String mode) {
        Labels labels = new Labels(applied.policy(), applied.rule(), applied.arm() == null ? "" : applied.arm(), mode);
        Counter counter = counters.get(labels);
        if (counter == null) {
            counter = counters.computeIfAbsent(counters.size() < MOST_COUNTERS ? labels : OTHERS, this::counter);
        }
        counter.increment();
    }

    private Counter counter(Labels labels) {
        return metrics.counter(
                "fairlead.policy.decisions",
                "policy",
                labels.policy(),
                "rule",
                labels.rule(),
                "arm",
                labels.arm(),
                "mode",
                labels.mode());
    }
}
