package dev.fairlead.billing.spending;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.admission.AdmissionLibrary;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.database.Deadline;
import dev.fairlead.billing.database.Migrations;
import dev.fairlead.billing.redis.SharedRedis;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Redis complete: the function library is there, everything is there again after Redis lost it, and changes that
 * could not be published at once are published later.
 */
@Singleton
final class Publication {

    /** Says that Redis has everything; it goes when Redis loses its data. */
    static final String SENTINEL = "fairlead:billing:published";

    private static final Logger LOG = Logger.getLogger(Publication.class);
    private static final String COMPLETE = "complete";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String COUNT_PENDING = """
            SELECT (SELECT count(*) FROM billing.organisation WHERE published_revision < revision)
                 + (SELECT count(*) FROM billing.api_key WHERE published_revision < revision) AS pending
            """;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final AdmissionLibrary library;
    private final Publisher publisher;
    private final Migrations migrations;
    private final Database database;
    private final long everyMillis;
    private final AtomicLong pending = new AtomicLong();
    private boolean running;

    Publication(
            Vertx vertx,
            SharedRedis redis,
            AdmissionLibrary library,
            Publisher publisher,
            Migrations migrations,
            Database database,
            BillingConfig config,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.library = library;
        this.publisher = publisher;
        this.migrations = migrations;
        this.database = database;
        this.everyMillis = config.publication().every().toMillis();
        Gauge.builder("fairlead.billing.publication.pending", pending, AtomicLong::get)
                .description("Committed changes of keys and organisations that Redis does not have yet")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        redis.context().runOnContext(x -> {
            vertx.setPeriodic(everyMillis, timer -> tick());
            migrations.done().onSuccess(done -> redis.context().runOnContext(y -> tick()));
        });
    }

    private void tick() {
        if (running) {
            return;
        }
        running = true;
        Future<@Nullable Void> work = library.ensureLoaded()
                .compose(loaded -> migrations.done().isComplete() ? publish() : Future.succeededFuture());
        // A database that hangs must not keep a Redis that comes back empty from its functions.
        Deadline.within(vertx, LONGEST, work)
                .onComplete(done -> redis.context().runOnContext(x -> {
                    running = false;
                    if (done.failed()) {
                        LOG.debugf("publication: %s", done.cause().getMessage());
                    }
                }));
    }

    private Future<@Nullable Void> publish() {
        return redis.send(Request.cmd(Command.GET).arg(SENTINEL)).compose(sentinel -> {
            boolean complete = sentinel != null && COMPLETE.equals(sentinel.toString());
            Future<Void> published = complete ? publishChanges() : publishEverything();
            return published.compose(done -> countPending());
        });
    }

    private Future<Void> publishChanges() {
        return publisher.all(true).map(count -> {
            if (count > 0) {
                LOG.debugf("published %d changes later", count);
            }
            return null;
        });
    }

    /** The sentinel says complete only if Redis has not lost its data again in between. */
    private Future<Void> publishEverything() {
        String attempt = "since " + UUID.randomUUID();
        return redis.send(Request.cmd(Command.SET).arg(SENTINEL).arg(attempt))
                .compose(set -> publisher.all(false))
                .compose(count -> redis.send(Request.cmd(Command.GET).arg(SENTINEL))
                        .compose(now -> {
                            if (now == null || !attempt.equals(now.toString())) {
                                return Future.succeededFuture();
                            }
                            LOG.infof("published %d organisations and keys to Redis", count);
                            return redis.send(Request.cmd(Command.SET)
                                            .arg(SENTINEL)
                                            .arg(COMPLETE))
                                    .<Void>mapEmpty();
                        }));
    }

    private Future<@Nullable Void> countPending() {
        return database.pool().query(COUNT_PENDING).execute().map(rows -> {
            pending.set(rows.iterator().next().getLong("pending"));
            return null;
        });
    }
}
