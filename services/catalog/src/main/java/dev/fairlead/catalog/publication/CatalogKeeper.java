package dev.fairlead.catalog.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.seed.BaseUrlOverrides;
import dev.fairlead.catalog.seed.SeedFiles;
import dev.fairlead.catalog.seed.SeedReader;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.StoredCatalog;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps store, snapshot and Redis together: merges the catalog files once at start, then looks every second whether
 * Redis and the store still have what this replica has. All of it happens on one thread of its own, so that PostgreSQL
 * and Redis may be away for as long as they like without anybody else waiting.
 */
@Singleton
public final class CatalogKeeper {

    private static final Logger LOG = Logger.getLogger(CatalogKeeper.class);
    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(5);

    private final CatalogConfig config;
    private final Config properties;
    private final CatalogStore store;
    private final CurrentSnapshot current;
    private final CurrentCatalog catalog;
    private final Flyway flyway;
    private final Redis redis;
    private final SnapshotPublisher publisher;
    private final Outage postgresOutage = new Outage(LOG, "PostgreSQL");
    private final Outage redisOutage = new Outage(LOG, "Redis");

    private @Nullable ScheduledExecutorService thread;
    private boolean merged;

    CatalogKeeper(
            CatalogConfig config,
            Config properties,
            CatalogStore store,
            CurrentSnapshot current,
            CurrentCatalog catalog,
            Flyway flyway,
            Redis redis) {
        this.config = config;
        this.properties = properties;
        this.store = store;
        this.current = current;
        this.catalog = catalog;
        this.flyway = flyway;
        this.redis = redis;
        this.publisher = new SnapshotPublisher(redis, RedisKeys.CATALOG_SNAPSHOT);
    }

    /** Faulty catalog files end the start here; everything else is tried until it works. */
    void start(@Observes StartupEvent event) {
        Listing files = SeedReader.read(SeedFiles.onClassPath());
        Listing listing = BaseUrlOverrides.apply(files, baseUrls(files));
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("catalog-keeper").daemon().factory());
        thread = executor;
        executor.scheduleWithFixedDelay(
                () -> keep(listing), 0, config.checkEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /**
     * Asks for each provider by its name besides what the mapping has: an environment variable cannot spell a hyphen,
     * so the mapping does not recognise that of {@code simulator-b} unless it is asked for it.
     */
    private Map<String, String> baseUrls(Listing files) {
        Map<String, String> baseUrls = new TreeMap<>(config.baseUrls());
        for (String provider : files.providers().keySet()) {
            properties
                    .getOptionalValue(BaseUrlOverrides.KEY + provider, String.class)
                    .ifPresent(url -> baseUrls.put(provider, url));
        }
        return baseUrls;
    }

    private void keep(Listing listing) {
        try {
            keepStore(listing);
            keepRedis();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepStore(Listing listing) {
        try {
            if (!merged) {
                flyway.migrate();
                List<Change> changes =
                        await(() -> store.merge(listing, "catalog files", "start of the service", Instant.now()));
                LOG.infof("catalog files merged: %d change(s)", changes.size());
                merged = true;
            }
            CurrentSnapshot.Written written = current.get();
            if (written == null || written.snapshot().version() != await(store::version)) {
                StoredCatalog stored = await(store::read);
                CatalogSnapshot snapshot = stored.listing().snapshot(stored.version(), stored.changedAt());
                current.set(snapshot);
                catalog.set(new CurrentCatalog.Read(stored, snapshot));
                LOG.infof("catalog version %d", stored.version());
            }
            postgresOutage.ends();
        } catch (RuntimeException e) {
            postgresOutage.begins(e);
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
