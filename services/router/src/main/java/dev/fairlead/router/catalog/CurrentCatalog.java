package dev.fairlead.router.catalog;

import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotReader;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jspecify.annotations.Nullable;

/** The newest catalog that was read, as one immutable object, swapped whole. Thread-safe. */
@Singleton
public class CurrentCatalog {

    private static final Duration POLL = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Redis redis;
    private volatile @Nullable Version current;

    CurrentCatalog(Vertx vertx, Redis redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    /**
     * One version of the catalog.
     *
     * @param names what each spelling means in it
     */
    public record Version(CatalogSnapshot snapshot, NameTable names) {}

    void start(@Observes StartupEvent event) {
        new SnapshotReader<>(vertx, redis, RedisKeys.CATALOG_SNAPSHOT, SnapshotCodec.catalog(), null, this::swap)
                .start(POLL);
    }

    /** The catalog; null as long as none has been read. */
    public @Nullable Version get() {
        return current;
    }

    /** Called by one reader, one version after the other. */
    private void swap(CatalogSnapshot snapshot) {
        Version last = current;
        current = new Version(
                snapshot, last == null ? NameTable.of(snapshot) : last.names().with(snapshot));
    }
}
