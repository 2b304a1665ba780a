package dev.fairlead.edge.identity;

import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** Says who calls. */
@Singleton
public class Authenticator {

    private static final ApiError NO_KEY = ApiError.of(
            ErrorType.AUTHENTICATION, "No API key: send it in the header 'Authorization: Bearer <API key>'.");
    private static final ApiError WRONG_KEY = ApiError.of(ErrorType.AUTHENTICATION, "The API key is not known.");
    private static final ApiError DISABLED_KEY = ApiError.of(ErrorType.AUTHENTICATION, "The API key is disabled.");
    private static final ApiError EXPIRED_KEY = ApiError.of(ErrorType.AUTHENTICATION, "The API key has expired.");
    private static final ApiError UNDECIDED =
            ApiError.unavailable("The API key cannot be checked at the moment; try again.", Duration.ofSeconds(2));

    private final KeyDirectory directory;

    Authenticator(KeyDirectory directory) {
        this.directory = directory;
    }

    /** Who calls, or why that is refused. */
    public sealed interface Result {

        /** A caller with a key that may be used now. */
        record Caller(ApiKey key) implements Result {}

        /** Refused. */
        record Refused(ApiError error) implements Result {}
    }

    /**
     * Authenticates a request by its headers. For a key that the edge knows the future is complete already, so that
     * the caller need not suspend the request.
     */
    public Future<Result> authenticate(MultiMap headers) {
        return switch (Credential.of(headers)) {
            case Credential.Missing missing -> refused(NO_KEY);
            case Credential.Malformed malformed ->
                refused(ApiError.of(ErrorType.AUTHENTICATION, "The credential is not usable: " + malformed.reason()));
            case Credential.Key key -> {
                KeyVerdict verdict = directory.peek(key.hash());
                yield verdict != null
                        ? Future.succeededFuture(judge(verdict))
                        : directory.lookUp(key.hash()).map(Authenticator::judge);
            }
        };
    }

    private static Future<Result> refused(ApiError error) {
        return Future.succeededFuture(new Result.Refused(error));
    }

    private static Result judge(KeyVerdict verdict) {
        return switch (verdict) {
            case KeyVerdict.Unknown unknown -> new Result.Refused(WRONG_KEY);
            case KeyVerdict.Undecided undecided -> new Result.Refused(UNDECIDED);
            case KeyVerdict.Known known -> judge(known.key());
        };
    }

    private static Result judge(ApiKey key) {
        return switch (key.state()) {
            case DELETED -> new Result.Refused(WRONG_KEY);
            case DISABLED -> new Result.Refused(DISABLED_KEY);
            case ACTIVE -> key.isExpired(Instant.now()) ? new Result.Refused(EXPIRED_KEY) : new Result.Caller(key);
        };
    }
}
