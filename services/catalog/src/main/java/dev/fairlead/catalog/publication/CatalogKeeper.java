package dev.fairlead.catalog.publication;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.seed.SeedException;
import dev.fairlead.catalog.store.AppliedChange;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.StoredCatalog;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps store, snapshot and Redis together: merges the catalog files at start if they are others than those merged
 * last, publishes every change that this replica makes at once, and looks every second whether Redis and the store
 * still have what this replica has, and whether the day of something has come. All of it happens on one thread of its
 * own, so that PostgreSQL and Redis may be away for as long as they like without anybody else waiting.
 */
@Singleton
public final class CatalogKeeper {

    private static final Logger LOG = Logger.getLogger(CatalogKeeper.class);
    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(5);

    private final CatalogConfig config;
    private final CatalogFiles files;
    private final CatalogStore store;
    private final CurrentSnapshot current;
    private final CurrentCatalog catalog;
    private final Flyway flyway;
    private final Redis redis;
    private final SnapshotPublisher<CatalogSnapshot> publisher;
    private final Outage postgresOutage = new Outage(LOG, "PostgreSQL");
    private final Outage redisOutage = new Outage(LOG, "Redis");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("catalog-keeper").daemon().factory());

    private boolean merged;
    private @Nullable LocalDate keptDay;

    CatalogKeeper(
            CatalogConfig config,
            CatalogFiles files,
            CatalogStore store,
            CurrentSnapshot current,
            CurrentCatalog catalog,
            Flyway flyway,
            Redis redis) {
        this.config = config;
        this.files = files;
        this.store = store;
        this.current = current;
        this.catalog = catalog;
        this.flyway = flyway;
        this.redis = redis;
        this.publisher = new SnapshotPublisher<>(redis, RedisKeys.CATALOG_SNAPSHOT, SnapshotCodec.catalog());
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::keep, 0, config.checkEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** A change made here does not wait for the next look. */
    void changed(@Observes AppliedChange change) {
        try {
            thread.execute(() -> {
                take(change.catalog());
                keepRedisUntilStopped();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping; another replica or the next start publishes the change");
        }
    }

    private void keep() {
        keepStore();
        keepRedisUntilStopped();
    }

    private void keepRedisUntilStopped() {
        try {
            keepRedis();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepStore() {
        try {
            if (!merged) {
                flyway.migrate();
                merged = mergeFiles();
            }
            if (!merged) {
                return;
            }
            CurrentSnapshot.Written written = current.get();
            if (written == null || written.snapshot().version() != await(store::version)) {
                take(await(store::read));
            }
            keepDates();
            postgresOutage.ends();
        } catch (RuntimeException e) {
            postgresOutage.begins(e);
        }
    }

    /** False if they are faulty: then the service ends. */
    private boolean mergeFiles() {
        CatalogFiles.Unread unread = files.open();
        if (unread.digest().equals(await(store::filesDigest))) {
            LOG.info("the catalog files are those merged last");
            return true;
        }
        Listing listing;
        try {
            listing = unread.read();
        } catch (SeedException | IllegalArgumentException e) {
            // What was merged last could be served, but nobody would learn that it is not what the files say.
            LOG.fatal(e.getMessage());
            Quarkus.asyncExit(1);
            thread.shutdown();
            return false;
        }
        AppliedChange change = await(
                () -> store.mergeFiles(listing, unread.digest(), new Author("catalog files", "start of the service")));
        LOG.infof("catalog files merged: %d change(s)", change.changes().size());
        return true;
    }

    /** Whose day has come is as good as changed: the version is raised, so that everybody takes notice. */
    private void keepDates() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        if (!today.equals(keptDay)) {
            int gone = await(store::beginDay).changes().size();
            LOG.infof("%s begins; %d thing(s) that are not served any more", today, gone);
            keptDay = today;
        }
    }

    private void take(StoredCatalog stored) {
        CurrentSnapshot.Written written = current.get();
        if (written == null || written.snapshot().version() < stored.version()) {
            CatalogSnapshot snapshot = stored.snapshot();
            current.set(snapshot);
            catalog.set(new CurrentCatalog.Read(stored, snapshot));
            LOG.infof("catalog version %d", stored.version());
        }
    }

    private void keepRedis() throws InterruptedException {
        CurrentSnapshot.Written written = current.get();
        if (written == null) {
            return;
        }
        CatalogSnapshot snapshot = written.snapshot();
        try {
            if (!Long.toString(snapshot.version()).equals(versionInRedis())) {
                await(publisher.publish(snapshot.version(), snapshot));
                LOG.infof("catalog version %d published", snapshot.version());
            }
            redisOutage.ends();
        } catch (ExecutionException | TimeoutException e) {
            redisOutage.begins(e);
        }
    }

    private @Nullable String versionInRedis() throws InterruptedException, ExecutionException, TimeoutException {
        return await(redis.send(Request.cmd(Command.HGET)
                        .arg(RedisKeys.CATALOG_SNAPSHOT)
                        .arg(RedisKeys.SNAPSHOT_VERSION))
                .map(answer -> answer == null ? null : answer.toString()));
    }

    private static <T extends @Nullable Object> T await(Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(REDIS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
