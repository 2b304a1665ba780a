package dev.fairlead.catalog.answers;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.catalog.publication.CurrentCatalog;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the public answers are made of. A thread of its own indexes each version of the catalog once, again when a day
 * (UTC) begins, and joins each routing table to it; answers read one immutable object.
 */
@Singleton
public final class PublicCatalog {

    private static final Logger LOG = Logger.getLogger(PublicCatalog.class);
    private static final Duration ROUTING_POLL = Duration.ofSeconds(1);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final CurrentCatalog catalog;
    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private @Nullable ScheduledExecutorService thread;
    private volatile RoutingTable table = RoutingTable.EMPTY;
    private volatile @Nullable State state;

    /**
     * One moment of it.
     *
     * @param read the version of the catalog
     * @param names what its names mean
     * @param index its models
     * @param live what the traffic says of them
     */
    record State(CurrentCatalog.Read read, NameTable names, ModelIndex index, LiveFigures live) {}

    @Inject
    PublicCatalog(CurrentCatalog catalog, Vertx vertx, Redis redis) {
        this.catalog = catalog;
        this.vertx = vertx;
        this.redis = redis;
        this.clock = Clock.systemUTC();
    }

    void start(@Observes StartupEvent event) {
        new SnapshotReader<>(
                        vertx,
                        redis,
                        RedisKeys.ROUTING_TABLE,
                        SnapshotCodec.json(RoutingTable.class),
                        null,
                        newest -> table = newest)
                .start(ROUTING_POLL);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("catalog-index").daemon().factory());
        thread = executor;
        executor.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** What there is now; refuses with 503 before there was anything. */
    State state() {
        State now = state;
        if (now == null) {
            throw Refusal.unavailable("The catalog is not loaded yet; try again.", Duration.ofSeconds(1));
        }
        return now;
    }

    private void look() {
        try {
            CurrentCatalog.Read read = catalog.get();
            if (read != null) {
                state = next(state, read, LocalDate.now(clock), table);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "the catalog cannot be indexed");
        }
    }

    /** As little of it anew as the changes need; to compare the contents would take longer than they take to read. */
    @SuppressWarnings("ReferenceEquality")
    private static State next(
            @Nullable State before, CurrentCatalog.Read read, LocalDate today, RoutingTable newestTable) {
        if (before == null || before.read() != read || !before.index().day().equals(today)) {
            ModelIndex index = ModelIndex.of(read.stored().listing(), read.snapshot(), today, ModelJson::render);
            NameTable names = before == null
                    ? NameTable.of(read.snapshot())
                    : before.names().with(read.snapshot());
            return new State(read, names, index, LiveFigures.of(index, newestTable));
        }
        return before.live().table() == newestTable
                ? before
                : new State(read, before.names(), before.index(), LiveFigures.of(before.index(), newestTable));
    }
}
