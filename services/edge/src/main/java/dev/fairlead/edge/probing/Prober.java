package dev.fairlead.edge.probing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.dispatch.ProbeCalls;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.Snapshots;
import dev.fairlead.platform.redis.Lease;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jboss.logging.Logger;

/**
 * Asks endpoints for one token, so that one that has recovered is known to be well before a caller's request is risked,
 * and one that is idle is known to be broken. One edge at a time does so. Nobody is charged.
 */
@Singleton
public class Prober {

    private static final Logger LOG = Logger.getLogger(Prober.class);
    private static final String LEASE = "fairlead:probes:edge";

    /** Whoever reads a request only wants to know whose the end user is, and a probe has none. */
    private static final OrganisationId NOBODY = new OrganisationId("fairlead");

    private final Vertx vertx;
    private final EdgeConfig.Probes config;
    private final Snapshots snapshots;
    private final ProbeCalls calls;
    private final ProbeTargets targets;
    private final ProbeHistory history = new ProbeHistory();
    private final Lease lease;
    private final MeterRegistry metrics;
    private final Counter cost;
    private final AtomicBoolean choosing = new AtomicBoolean();

    Prober(
            Vertx vertx,
            Redis redis,
            EdgeConfig config,
            Snapshots snapshots,
            ProbeCalls calls,
            Credentials credentials,
            ProviderAdapters adapters,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config.probes();
        this.snapshots = snapshots;
        this.calls = calls;
        this.targets = new ProbeTargets(
                candidate -> credentials.has(candidate.provider()) && adapters.speaks(candidate.dialect()),
                this.config.idle(),
                Money.ofUsd(this.config.maxCost()));
        this.lease = new Lease(redis, LEASE, this.config.interval().multipliedBy(2));
        this.metrics = metrics;
        this.cost = Counter.builder("fairlead.edge.probes.cost.nano.usd")
                .description("What probes are estimated to have cost, charged to nobody")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            vertx.setPeriodic(config.interval().toMillis(), timer -> turn());
        }
    }

    private void turn() {
        if (!choosing.compareAndSet(false, true)) {
            return;
        }
        lease.hold()
                .compose(ours -> ours
                        ? vertx.executeBlocking(this::choose, false)
                        : Future.succeededFuture(List.<Candidate>of()))
                .onSuccess(due -> due.forEach(this::probe))
                .onFailure(e -> LOG.debugf("no probes: %s", e.getMessage()))
                .onComplete(done -> choosing.set(false));
    }

    /** A walk over the whole catalog, hence off the event loop. */
    private List<Candidate> choose() {
        CatalogIndex catalog = snapshots.catalog();
        Instant now = Instant.now();
        int room = history.room(config.maxPerMinute(), now);
        return catalog == null || room == 0
                ? List.of()
                : targets.choose(catalog, snapshots.health(), history, now, room);
    }

    private void probe(Candidate candidate) {
        String endpoint = candidate.endpoint().id();
        history.begun(endpoint, Instant.now());
        calls.call(candidate, request(candidate), config.timeout()).onSuccess(outcome -> ended(candidate, outcome));
    }

    private void ended(Candidate candidate, Outcome outcome) {
        history.ended(outcome.endpoint(), Instant.now(), outcome.kind());
        metrics.counter("fairlead.edge.probes", "outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                .increment();
        if (outcome.kind() == OutcomeKind.SUCCESS) {
            cost.increment((double) candidate.worstCase().nanos());
        }
        LOG.debugf("probe of %s: %s", outcome.endpoint(), outcome.kind());
    }

    /** The shortest question there is, in words that mean nothing to any filter. */
    private static ChatRequest request(Candidate candidate) {
        List<String> parameters = candidate.endpoint().supportedParameters();
        String limit = parameters.contains("max_completion_tokens") && !parameters.contains("max_tokens")
                ? "max_completion_tokens"
                : "max_tokens";
        String body = """
                {"model":"probe","messages":[{"role":"user","content":"Hi"}],"%s":1}""".formatted(limit);
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), NOBODY);
    }
}
