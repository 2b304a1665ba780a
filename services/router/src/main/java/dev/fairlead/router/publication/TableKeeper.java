package dev.fairlead.router.publication;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.redis.Lease;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import dev.fairlead.router.health.HealthBook;
import dev.fairlead.router.outcomes.OutcomeStream;
import dev.fairlead.router.outcomes.StreamPosition;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The router's one loop, on a thread of its own: reads outcomes, lets time pass, publishes the table when it is due. It
 * begins with what was saved and reads on from there, so that a restart forgets nothing and counts nothing twice.
 */
@Singleton
public final class TableKeeper {

    private static final Logger LOG = Logger.getLogger(TableKeeper.class);
    /** Where it is noted which replica publishes. */
    static final String PUBLISHER = "fairlead:routing:publisher";

    private static final long REDIS_TIMEOUT_MILLIS = 2_000;
    private static final long HOUSEKEEPING_MILLIS = 1_000;

    private final RouterConfig config;
    private final Clock clock;
    private final Redis redis;
    private final HealthBook book;
    private final CurrentTable current;
    private final RouterMetrics metrics;
    private final OutcomeStream outcomes;
    private final SnapshotPublisher<RoutingTable> publisher;
    private final Lease lease;
    private final PublicationPace pace;
    private final StateKeeper state;

    private @Nullable ScheduledExecutorService thread;
    private StreamPosition position = StreamPosition.START;
    private boolean restored;
    private long houseKeptMillis;
    private boolean mayPublish;
    private boolean redisDown;

    TableKeeper(
            RouterConfig config,
            Clock clock,
            Redis redis,
            HealthBook book,
            CurrentTable current,
            RouterMetrics metrics) {
        this.config = config;
        this.clock = clock;
        this.redis = redis;
        this.book = book;
        this.current = current;
        this.metrics = metrics;
        this.outcomes = new OutcomeStream(redis);
        this.publisher =
                new SnapshotPublisher<>(redis, RedisKeys.ROUTING_TABLE, SnapshotCodec.json(RoutingTable.class));
        this.lease = new Lease(redis, PUBLISHER, config.leaseTime());
        this.pace = new PublicationPace(config.publishAtMostEvery(), config.publishFiguresEvery());
        this.state = new StateKeeper(redis, outcomes, book, metrics, config.saveEvery());
    }

    void start(@Observes StartupEvent event) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("table-keeper").daemon().factory());
        thread = executor;
        executor.scheduleWithFixedDelay(this::turn, 0, config.readEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Saves the latest, and hands over to another replica at once instead of letting the lease lapse. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.shutdownNow();
            try {
                thread.awaitTermination(REDIS_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
                handOver();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debugf("the lease lapses by itself: %s", e.getMessage());
            }
        }
    }

    void handOver() throws InterruptedException, ExecutionException, TimeoutException {
        if (mayPublish && state.hasNews(position)) {
            await(state.save(position, clock.millis()));
        }
        await(lease.release());
    }

    void turn() {
        try {
            restore();
            readOutcomes();
            letTimePass();
            keepHouse();
            publish();
            save();
            if (redisDown) {
                redisDown = false;
                LOG.info("Redis is back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            letTimePass();
            mayPublish = false;
            // The stream may have been trimmed before we read it; then another replica has saved what was there.
            restored = false;
            if (!redisDown) {
                redisDown = true;
                LOG.warnf("Redis does not answer (%s); trying again", e.getMessage());
            }
        } catch (RuntimeException e) {
            // The loop must survive whatever one turn runs into: nobody would start it again.
            LOG.error("a turn failed", e);
        }
    }

    private void restore() throws InterruptedException, ExecutionException, TimeoutException {
        if (!restored) {
            position = await(state.restore(position, clock.millis()));
            restored = true;
        }
    }

    private void readOutcomes() throws InterruptedException, ExecutionException, TimeoutException {
        List<OutcomeStream.Entry> page;
        do {
            page = await(outcomes.after(position));
            page.forEach(this::note);
        } while (OutcomeStream.isFull(page));
    }

    private void note(OutcomeStream.Entry entry) {
        // First of all: whatever goes wrong with an entry, it is not counted twice.
        position = entry.position();
        long atMillis = position.millis();
        if (entry.isUnreadable()) {
            metrics.readUnreadable();
        }
        for (Outcome outcome : entry.outcomes()) {
            metrics.read(outcome);
            if (book.add(outcome, atMillis)) {
                pace.breakerChanged();
            }
        }
        metrics.lag(clock.millis() - atMillis);
    }

    private void letTimePass() {
        if (book.at(clock.millis())) {
            pace.breakerChanged();
        }
    }

    /** Once a second: the lease, what Redis has, the gauges. */
    private void keepHouse() throws InterruptedException, ExecutionException, TimeoutException {
        long now = clock.millis();
        if (Math.abs(now - houseKeptMillis) < HOUSEKEEPING_MILLIS) {
            return;
        }
        metrics.breakers(book.breakers());
        mayPublish = await(lease.hold());
        metrics.publishes(mayPublish);
        if (mayPublish) {
            pace.seen(await(versionInRedis()));
        }
        houseKeptMillis = now;
    }

    private void publish() throws InterruptedException, ExecutionException, TimeoutException {
        long now = clock.millis();
        if (!pace.mayBeDue(now)) {
            return;
        }
        List<EndpointHealth> health = book.health(now);
        if (!pace.isDue(health)) {
            return;
        }
        RoutingTable table = new RoutingTable(pace.nextVersion(now), Instant.ofEpochMilli(now), health);
        current.set(table);
        if (mayPublish) {
            await(publisher.publish(table.version(), table));
            metrics.published();
            LOG.debugf("routing table %d published", table.version());
        }
        pace.published(health, now);
    }

    private void save() throws InterruptedException, ExecutionException, TimeoutException {
        long now = clock.millis();
        if (mayPublish && state.isDue(position, now)) {
            await(state.save(position, now));
        }
    }

    private Future<Long> versionInRedis() {
        return redis.send(Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_TABLE).arg(RedisKeys.SNAPSHOT_VERSION))
                .map(answer -> answer == null ? 0L : answer.toLong());
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(REDIS_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
