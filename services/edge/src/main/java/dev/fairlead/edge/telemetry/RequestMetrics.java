package dev.fairlead.edge.telemetry;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.UsageEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what passes. Labels take values out of closed sets only: whatever a caller can invent (a model's name, a key)
 * is not one.
 */
@Singleton
public class RequestMetrics {

    private final MeterRegistry registry;
    private final Counter promptTokens;
    private final Counter completionTokens;
    private final Counter nanoDollars;
    private final Counter unpriced;
    private final Counter hedges;
    private final Counter hedgesWon;
    private final Counter retriesDenied;
    private final Counter staleConnections;
    private final Timer duration;
    private final Timer timeToFirstToken;
    private final ConcurrentMap<Integer, Counter> generations = new ConcurrentHashMap<>();
    private final ConcurrentMap<AttemptLabels, Counter> attempts = new ConcurrentHashMap<>();

    private record AttemptLabels(String endpoint, OutcomeKind outcome) {}

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.promptTokens = registry.counter("fairlead.edge.tokens", "direction", "prompt");
        this.completionTokens = registry.counter("fairlead.edge.tokens", "direction", "completion");
        this.nanoDollars = registry.counter("fairlead.edge.cost.nano.usd");
        this.unpriced = registry.counter("fairlead.unpriced.calls");
        this.hedges = registry.counter("fairlead.edge.hedges");
        this.hedgesWon = registry.counter("fairlead.edge.hedges.won");
        this.retriesDenied = registry.counter("fairlead.edge.retries.denied");
        this.staleConnections = registry.counter("fairlead.edge.connections.stale");
        this.duration = histogram("gen_ai.server.request.duration");
        this.timeToFirstToken = histogram("gen_ai.server.time_to_first_token");
    }

    /** A generation is over. */
    public void settled(UsageEvent event) {
        generations
                .computeIfAbsent(
                        event.status(),
                        status -> registry.counter("fairlead.edge.generations", "status", Integer.toString(status)))
                .increment();
        promptTokens.increment((double) event.usage().promptTokens());
        completionTokens.increment((double) event.usage().completionTokens());
        // A gauge of what passes, not an account: the ledger is exact, metrics are floating point.
        nanoDollars.increment((double) event.cost().total().nanos());
        duration.record(event.durationMillis(), TimeUnit.MILLISECONDS);
        if (event.latencyMillis() >= 0) {
            timeToFirstToken.record(event.latencyMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A call is charged at an operator's ceiling, since nobody knows its price. */
    public void chargedAtCeiling() {
        unpriced.increment();
    }

    /** An attempt is over. Endpoints are a closed set: they come from the catalog. */
    public void attempted(Outcome outcome) {
        attempts.computeIfAbsent(new AttemptLabels(outcome.endpoint(), outcome.kind()), this::attemptCounter)
                .increment();
    }

    /** A second attempt was begun since the first was slow. */
    public void hedged() {
        hedges.increment();
    }

    /** A second attempt was faster than the first. */
    public void hedgeWon() {
        hedgesWon.increment();
    }

    /** The budget had nothing left for a further attempt. */
    public void retryDenied() {
        retriesDenied.increment();
    }

    /** A connection had been closed by the provider while it was idle, and the request was sent again on a new one. */
    public void staleConnection() {
        staleConnections.increment();
    }

    /** A request is refused before anything was tried. */
    public void refused(int status) {
        registry.counter("fairlead.edge.refusals", "status", Integer.toString(status))
                .increment();
    }

    private Counter attemptCounter(AttemptLabels labels) {
        return registry.counter(
                "fairlead.edge.attempts",
                "endpoint",
                labels.endpoint(),
                "outcome",
                labels.outcome().name().toLowerCase(Locale.ROOT));
    }

    private Timer histogram(String name) {
        return Timer.builder(name)
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(40),
                        Duration.ofMillis(160),
                        Duration.ofMillis(640),
                        Duration.ofMillis(2560),
                        Duration.ofMillis(10240),
                        Duration.ofMillis(40960))
                .register(registry);
    }
}
