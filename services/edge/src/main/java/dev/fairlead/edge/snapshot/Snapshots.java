package dev.fairlead.edge.snapshot;

import java.time.Duration;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.redis.client.Redis;
import org.jspecify.annotations.Nullable;

/** What the control plane has published, as this edge sees it now. Each is one immutable object, swapped whole. */
@Singleton
public class Snapshots {

    private static final Duration CATALOG_POLL = Duration.ofSeconds(5);
    private static final Duration ROUTING_POLL = Duration.ofSeconds(1);
    private static final Duration RULES_POLL = Duration.ofSeconds(5);
    private static final long ANSWER_MILLIS = 5_000;

    private final Vertx vertx;
    private final Redis redis;
    private final String catalogUrl;
    private volatile @Nullable CatalogIndex catalog;
    private volatile HealthView health = HealthView.of(RoutingTable.EMPTY);
    private volatile RuleBook rules = RuleBook.EMPTY;
    private final WrittenRules written;

    public Snapshots(Vertx vertx, Redis redis, EdgeConfig config, MeterRegistry metrics) {
        this.written = new WrittenRules(metrics);
        this.vertx = vertx;
        this.redis = redis;
        this.catalogUrl = config.catalogUrl().toString();
    }

    /** Starts reading. */
    public void start() {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions());
        new SnapshotReader<>(
                        vertx,
                        redis,
                        RedisKeys.CATALOG_SNAPSHOT,
                        SnapshotCodec.catalog(),
                        () -> askCatalog(client),
                        this::swap)
                .start(CATALOG_POLL);
        new SnapshotReader<>(
                        vertx,
                        redis,
                        RedisKeys.ROUTING_TABLE,
                        SnapshotCodec.json(RoutingTable.class),
                        null,
                        table -> health = HealthView.of(table))
                .start(ROUTING_POLL);
        new SnapshotReader<>(
                        vertx, redis, RedisKeys.ROUTING_RULES, SnapshotCodec.json(RoutingRules.class), null, this::swap)
                .start(RULES_POLL);
    }

    /** Called by one reader, one version after the other, off the event loops. */
    private void swap(CatalogSnapshot snapshot) {
        CatalogIndex current = catalog;
        CatalogIndex next = current == null ? new CatalogIndex(snapshot) : current.with(snapshot);
        catalog = next;
        synchronized (written) {
            rules = written.bookFor(next);
        }
    }

    private void swap(RoutingRules next) {
        synchronized (written) {
            written.read(next);
            rules = written.bookFor(catalog);
        }
    }

    /** The catalog; null as long as none has been read. */
    public @Nullable CatalogIndex catalog() {
        return catalog;
    }

    /** The health of endpoints, as the router sees it. */
    public HealthView health() {
        return health;
    }

    /** What people have written down about routing. */
    public RuleBook rules() {
        return rules;
    }

    private Future<Buffer> askCatalog(HttpClient client) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(catalogUrl + "/internal/snapshot")
                        .setTimeout(ANSWER_MILLIS))
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("the catalog answered " + response.statusCode()));
    }
}
