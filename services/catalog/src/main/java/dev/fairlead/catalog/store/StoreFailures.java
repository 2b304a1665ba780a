package dev.fairlead.catalog.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/** What a caller is told when the store fails. */
public final class StoreFailures {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private StoreFailures() {}

    /** The same failure as the problem that it is for a caller; one that is none of the store's stays as it is. */
    public static Throwable explained(Throwable failure) {
        return switch (failure) {
            case CatalogBusyException busy ->
                new ProblemException(Problem.of(503, "Store busy", "Too many changes at the same time."), RETRY_AFTER);
            case InconsistentListingException inconsistent ->
                new ProblemException(new Problem(
                        "about:blank", "Conflict", 409, String.join("; ", inconsistent.faults()), List.of()));
            default ->
                isAway(failure)
                        ? new ProblemException(
                                Problem.of(503, "Store away", "The catalog's store does not answer."), RETRY_AFTER)
                        : failure;
        };
    }

    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean away =
                    switch (cause) {
                        // Before the first migration there is no table.
                        case PgException refused -> isUnavailability(refused.getSqlState());
                        case IOException e -> true;
                        case TimeoutException e -> true;
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
                        || sqlState.startsWith("25006")
                        || sqlState.equals("3D000")
                        || sqlState.equals("42P01"));
    }
}
