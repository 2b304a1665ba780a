package dev.fairlead.billing.spending;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.admission.AdmissionCalls;
import dev.fairlead.billing.admission.AdmissionCalls.Counted;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.database.Deadline;
import dev.fairlead.billing.database.Migrations;
import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds what Redis counts against the ledger, and repairs Redis where they differ.
 *
 * <p>Why a difference is one: first Redis' count is read, then that no event of the partition is unbooked, then the
 * ledger. So whatever Redis had counted is in the ledger. The repair happens only if Redis' count is still the same
 * then and there is still no unbooked event, so nothing the ledger has is missing from the count either.
 */
@Singleton
final class Reconciliation {

    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Keys that changed are looked at too: a limit that now starts anew otherwise counts another window. */
    private static final String ACTIVE = """
            SELECT organisation_id, key_hash FROM billing.usage_day WHERE updated_at >= $1
            UNION SELECT organisation_id, hash FROM billing.api_key WHERE updated_at >= $1
            """;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final AdmissionCalls admission;
    private final Levels levels;
    private final Database database;
    private final Migrations migrations;
    private final BillingConfig.Reconciliation config;
    private final Counter repairs;
    private Duration lookBack;
    private boolean running;

    Reconciliation(
            Vertx vertx,
            SharedRedis redis,
            AdmissionCalls admission,
            Levels levels,
            Database database,
            Migrations migrations,
            BillingConfig config,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.admission = admission;
        this.levels = levels;
        this.database = database;
        this.migrations = migrations;
        this.config = config.reconciliation();
        this.lookBack = this.config.firstLookBack();
        this.repairs = Counter.builder("fairlead.billing.reconciliation.repairs")
                .description("Levels whose count in Redis differed from the ledger and was set right")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        redis.context().runOnContext(x -> vertx.setPeriodic(config.every().toMillis(), timer -> run()));
    }

    private void run() {
        if (running || !migrations.done().isComplete()) {
            return;
        }
        running = true;
        Deadline.within(vertx, LONGEST, reconcile(Instant.now().minus(lookBack)))
                .onComplete(done -> redis.context().runOnContext(x -> {
                    running = false;
                    if (done.succeeded()) {
                        lookBack = config.lookBack();
                    } else {
                        LOG.debugf("reconciliation: %s", done.cause().getMessage());
                    }
                }));
    }

    /** Reconciles all levels on which something was booked since then; how many were repaired. */
    Future<Integer> reconcile(Instant since) {
        return database.pool()
                .preparedQuery(ACTIVE)
                .execute(Tuple.of(since.atOffset(ZoneOffset.UTC)))
                .compose(rows -> {
                    Set<OrganisationId> organisations = new LinkedHashSet<>();
                    Set<KeyHash> keys = new LinkedHashSet<>();
                    for (Row row : rows) {
                        organisations.add(new OrganisationId(row.getString("organisation_id")));
                        keys.add(new KeyHash(row.getString("key_hash")));
                    }
                    return count(organisations, keys)
                            .compose(observations -> repair(observations, organisations, keys));
                });
    }

    /** What Redis counted on a level, and how many events of its partition were unbooked after that. */
    private record Observation(String level, @Nullable Counted counted, long unbooked) {}

    private Future<Map<String, Observation>> count(Set<OrganisationId> organisations, Set<KeyHash> keys) {
        // The ledger is asked for the names of the levels only; their amounts are read again afterwards.
        return read(organisations, keys).compose(named -> {
            List<Future<Observation>> observations =
                    named.stream().map(this::observe).toList();
            return Future.all(observations)
                    .map(all -> all.<Observation>list().stream()
                            .collect(Collectors.toMap(Observation::level, Function.identity())));
        });
    }

    private Future<Observation> observe(Level level) {
        // Both are sent at once on one connection, so they are answered in this order.
        Future<@Nullable Counted> counted = admission.counted(level.redisKey());
        Future<Long> unbooked = redis.send(Request.cmd(Command.XLEN).arg(RedisKeys.usageStream(level.partition())))
                .map(length -> length.toLong());
        return counted.compose(count -> unbooked.map(length -> new Observation(level.redisKey(), count, length)));
    }

    private Future<Integer> repair(
            Map<String, Observation> observations, Set<OrganisationId> organisations, Set<KeyHash> keys) {
        return read(organisations, keys).compose(booked -> {
            List<Future<Boolean>> repaired = booked.stream()
                    .map(level -> repair(level, observations.get(level.redisKey())))
                    .toList();
            return Future.all(repaired).map(all ->
                    (int) all.<Boolean>list().stream().filter(done -> done).count());
        });
    }

    private Future<Boolean> repair(Level level, @Nullable Observation observation) {
        Counted counted = observation == null || observation.unbooked() > 0 ? null : observation.counted();
        // A window that has passed is turned by the next admission.
        if (counted == null
                || !counted.window().equals(level.window())
                || counted.used().equals(Long.toString(level.used().nanos()))) {
            return Future.succeededFuture(false);
        }
        return admission
                .repairLevel(level.redisKey(), level.partition(), counted, level.used())
                .onSuccess(done -> {
                    if (done) {
                        repairs.increment();
                        LOG.warnf(
                                "%s: Redis counted %s nano-dollars as used, the ledger %d; set right",
                                level.redisKey(), counted.used(), level.used().nanos());
                    }
                });
    }

    private Future<List<Level>> read(Set<OrganisationId> organisations, Set<KeyHash> keys) {
        return levels.organisations(organisations)
                .compose(ofOrganisations -> levels.keys(keys).map(ofKeys -> {
                    List<Level> all = new ArrayList<>();
                    ofOrganisations.forEach(organisation -> all.add(organisation.level()));
                    ofKeys.forEach(key -> all.add(key.level()));
                    return all;
                }));
    }
}
