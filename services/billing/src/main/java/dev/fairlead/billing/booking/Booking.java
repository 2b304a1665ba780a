package dev.fairlead.billing.booking;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.admission.AdmissionCalls;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.database.Migrations;
import dev.fairlead.billing.redis.SharedRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/**
 * The loop that books usage: read, book, remove, pause, again. The pause is short while there is something to do and
 * grows while there is not. After a failure the loop first books what it had read already.
 */
@Singleton
final class Booking {

    private static final Logger LOG = Logger.getLogger(Booking.class);

    private static final long FIRST_BACKOFF_MILLIS = 100;

    private final Vertx vertx;
    private final SharedRedis redis;
    private final Migrations migrations;
    private final BillingConfig.Booking config;
    private final UsageStreams streams;
    private final BatchBooking batches;
    private final BookingMetrics metrics;

    private long pauseMillis;
    private long backoffMillis;
    /** There may be entries that this instance has read or taken over, and not removed. */
    private boolean unacknowledged;

    private boolean groupsMissing = true;
    private volatile boolean stopping;

    Booking(
            Vertx vertx,
            SharedRedis redis,
            Database database,
            Migrations migrations,
            AdmissionCalls admission,
            Tracer tracer,
            MeterRegistry registry,
            BillingConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.migrations = migrations;
        this.config = config.booking();
        this.metrics = new BookingMetrics(registry);
        this.streams = new UsageStreams(redis, this.config.batchPerPartition());
        this.batches = new BatchBooking(
                vertx,
                streams,
                new Bookkeeper(database.pool()),
                admission,
                new BookingSpans(tracer),
                metrics,
                config.database().batchTimeout());
        this.pauseMillis = this.config.shortestPause().toMillis();
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            migrations
                    .done()
                    .onSuccess(done -> redis.context().runOnContext(x -> {
                        vertx.setPeriodic(config.sweep().toMillis(), timer -> sweep());
                        round();
                    }));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void round() {
        if (stopping) {
            return;
        }
        boolean again = unacknowledged;
        unacknowledged = false;
        prepare()
                .compose(ready -> again ? streams.readUnacknowledged() : streams.readNew())
                .compose(this::book)
                .onComplete(done -> redis.context().runOnContext(x -> {
                    long pause = done.succeeded() ? succeeded(done.result(), again) : failed(done.cause());
                    vertx.setTimer(Math.max(1, pause), timer -> round());
                }));
    }

    private Future<Void> prepare() {
        return groupsMissing
                ? streams.createGroups().onSuccess(done -> groupsMissing = false)
                : Future.succeededFuture();
    }

    private Future<Integer> book(List<UsageEntry> entries) {
        return entries.isEmpty()
                ? Future.succeededFuture(0)
                : batches.book(entries).map(done -> entries.size());
    }

    private long succeeded(int count, boolean again) {
        if (backoffMillis > 0) {
            backoffMillis = 0;
            LOG.info("booking goes on");
        }
        if (again) {
            // There may be more of them; once there is none, new ones are read.
            unacknowledged |= count > 0;
            return 0;
        }
        if (count > 0) {
            pauseMillis = config.shortestPause().toMillis();
            // A full batch says that there is more.
            return count >= config.batchPerPartition() ? 0 : pauseMillis;
        }
        long pause = pauseMillis;
        pauseMillis = Math.min(pauseMillis * 2, config.longestPause().toMillis());
        return pause;
    }

    private long failed(Throwable cause) {
        // What was read and not removed, or read without its answer reaching us, is still ours.
        unacknowledged = true;
        if (UsageStreams.isNoGroup(cause)) {
            groupsMissing = true;
            return config.shortestPause().toMillis();
        }
        metrics.failures.increment();
        if (backoffMillis == 0) {
            LOG.warnf("booking waits: %s", cause.getMessage());
        }
        backoffMillis = Math.clamp(
                backoffMillis * 2, FIRST_BACKOFF_MILLIS, config.longestBackoff().toMillis());
        return backoffMillis;
    }

    private void sweep() {
        streams.lag()
                .onSuccess(metrics::lag)
                .compose(lag -> streams.takeOver(config.takeOverAfter().toMillis()))
                .onSuccess(found -> {
                    if (found) {
                        redis.context().runOnContext(x -> unacknowledged = true);
                    }
                })
                .compose(found -> streams.forgetGoneConsumers())
                .onFailure(e -> LOG.debugf("sweep of the usage streams: %s", e.getMessage()));
    }
}
