package dev.fairlead.billing.database;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Brings the schema up to date as soon as PostgreSQL is there; until then the service runs and says so. */
@Singleton
public final class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private final Vertx vertx;
    private final Flyway flyway;
    private final BillingConfig.Database config;
    private final Promise<Void> done = Promise.promise();
    private boolean reported;
    private volatile boolean stopping;

    Migrations(Vertx vertx, Flyway flyway, BillingConfig config) {
        this.vertx = vertx;
        this.flyway = flyway;
        this.config = config.database();
    }

    void start(@Observes StartupEvent event) {
        attempt();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Completed once the schema is up to date; never fails. */
    public Future<Void> done() {
        return done.future();
    }

    private void attempt() {
        vertx.executeBlocking(flyway::migrate).onComplete(result -> {
            if (result.succeeded()) {
                LOG.infof("database schema is at version %s", result.result().targetSchemaVersion);
                done.complete();
            } else if (!stopping) {
                report(result.cause());
                vertx.setTimer(config.migrationRetry().toMillis(), timer -> attempt());
            }
        });
    }

    private void report(Throwable cause) {
        if (!reported) {
            reported = true;
            String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            LOG.warnf(
                    "cannot bring the database schema up to date, will keep trying: %s",
                    reason.strip().lines().findFirst().orElse(""));
        }
    }
}
