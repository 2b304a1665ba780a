package dev.fairlead.edge.dispatch;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.HealthView;
import dev.fairlead.edge.snapshot.Snapshots;
import dev.fairlead.edge.telemetry.RequestMetrics;
import org.jspecify.annotations.Nullable;

/** Decides whether and when a request gets a further attempt. One for the process; thread-safe. */
@Singleton
public class Failover {

    private final EndpointLoads loads;
    private final Supplier<HealthView> health;
    private final RequestMetrics metrics;
    private final RetryBudget budget;
    private final Patience patience;
    private final Retries.Limits limits;

    @Inject
    Failover(EdgeConfig config, EndpointLoads loads, Snapshots snapshots, RequestMetrics metrics) {
        this(config, loads, snapshots::health, metrics);
    }

    Failover(EdgeConfig config, EndpointLoads loads, Supplier<HealthView> health, RequestMetrics metrics) {
        this.loads = loads;
        this.health = health;
        this.metrics = metrics;
        EdgeConfig.Failover settings = config.failover();
        this.budget = new RetryBudget(settings.retryShare(), settings.retryBurst());
        this.patience = new Patience(config);
        this.limits = new Retries.Limits(
                settings.rounds(), settings.backoff(), settings.longestBackoff(), settings.longestRetryAfter());
    }

    EndpointLoads loads() {
        return loads;
    }

    /** A request begins. */
    void requestBegins() {
        budget.requestBegins();
    }

    /**
     * Whether a request whose other attempts have failed may be tried at a candidate that it was not tried at yet. It
     * always may where things went well lately, so that one good endpoint is always found.
     */
    boolean mayTry(Candidate candidate) {
        return !loads.isSuspect(candidate.endpoint().id()) || take();
    }

    /** Whether a request may be tried again where it has failed. */
    boolean mayTryAgain() {
        return take();
    }

    /** Whether a second endpoint may be asked while the first one is silent. */
    boolean mayHedge() {
        boolean may = take();
        if (may) {
            metrics.hedged();
        }
        return may;
    }

    private boolean take() {
        boolean taken = budget.tryTake();
        if (!taken) {
            metrics.retryDenied();
        }
        return taken;
    }

    Retries retries(int candidates) {
        return new Retries(
                candidates, limits, bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    /** For how long the first content of an attempt is waited for, in nanoseconds. */
    long untilContent(Candidate candidate, ChatRequest request, boolean hasAlternatives) {
        return patience.untilContent(
                health(candidate), request.isStream(), request.features().completionTokens(), hasAlternatives);
    }

    /** After what time without content a second endpoint is asked, in nanoseconds. */
    long untilHedge(Candidate candidate, ChatRequest request) {
        return patience.untilHedge(
                health(candidate), request.isStream(), request.features().completionTokens());
    }

    private @Nullable EndpointHealth health(Candidate candidate) {
        return health.get().of(candidate.endpoint().id());
    }
}
