package dev.fairlead.billing.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as requests see it: answers in time, or the request is told to come back (503), and soon. */
@Singleton
public final class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Pool pool;
    private final Migrations migrations;
    private final Duration timeout;

    Database(Pool pool, Migrations migrations, BillingConfig config) {
        this.pool = pool;
        this.migrations = migrations;
        this.timeout = config.database().timeout();
    }

    /** The pool, for SQL on the hot path and in the background. */
    public Pool pool() {
        return pool;
    }

    /** Work of a request: fails with 503 if PostgreSQL is away, not ready or too slow. */
    public <T> Uni<T> guard(Supplier<Uni<T>> work) {
        return guard(timeout, work);
    }

    /** As {@link #guard(Supplier)}, for work that may take longer. */
    public <T> Uni<T> guard(Duration longest, Supplier<Uni<T>> work) {
        if (!migrations.done().isComplete()) {
            return Uni.createFrom().failure(away());
        }
        return Uni.createFrom()
                .deferred(() -> work.get())
                .ifNoItem()
                .after(longest)
                .fail()
                .onFailure(Database::isAway)
                .transform(e -> {
                    LOG.debugf("PostgreSQL is away: %s", e.getMessage());
                    return away();
                });
    }

    /** As {@link #guard}, for SQL on the pool. */
    public <T> Uni<T> query(Supplier<Future<T>> work) {
        return guard(() -> Uni.createFrom().completionStage(() -> work.get().toCompletionStage()));
    }

    /** Whether a failure says that PostgreSQL cannot be reached or cannot work now, rather than that it refuses. */
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean away =
                    switch (cause) {
                        case PgException refused -> isUnavailability(refused.getSqlState());
                        case IOException e -> true;
                        case TimeoutException e -> true;
                        case io.smallrye.mutiny.TimeoutException e -> true;
                        // A closed connection, an exhausted pool.
                        case VertxException e -> true;
                        default -> false;
                    };
            if (away) {
                return true;
            }
        }
        return false;
    }

    /** Connection failures, exhausted resources, shutdown and start-up; see PostgreSQL's appendix of error codes. */
    private static boolean isUnavailability(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57P")
                        || sqlState.startsWith("25006"));
    }

    private static ProblemException away() {
        return new ProblemException(
                Problem.of(503, "Service unavailable", "The billing database does not answer; try again shortly."),
                RETRY_AFTER);
    }
}
