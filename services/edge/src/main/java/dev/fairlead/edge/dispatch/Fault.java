package dev.fairlead.edge.dispatch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.Availability;
import dev.fairlead.edge.error.ErrorType;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt at a provider failed.
 *
 * @param status the provider's HTTP status; 0 if none arrived
 * @param message what the caller may read of it
 * @param retryAfter what the provider asked for; null if it did not
 */
record Fault(
        OutcomeKind kind,
        int status,
        String message,
        @Nullable Duration retryAfter) {

    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    static Fault of(OutcomeKind kind, String message) {
        return new Fault(kind, 0, message, null);
    }

    /** What a status other than 200 means. */
    static Fault ofStatus(int status, @Nullable String providersWords, MultiMap headers, Instant now) {
        OutcomeKind kind =
                switch (status) {
                    case 401, 402, 403 -> OutcomeKind.CREDENTIAL_REJECTED;
                    case 429 -> OutcomeKind.RATE_LIMITED;
                    case 408 -> OutcomeKind.TIMEOUT;
                    // The catalog says that the provider has this model, so a 404 is its fault and not the caller's.
                    case 404 -> OutcomeKind.PROVIDER_ERROR;
                    default ->
                        status >= 400 && status < 500 ? OutcomeKind.REQUEST_REJECTED : OutcomeKind.PROVIDER_ERROR;
                };
        // Only what concerns the caller's request is repeated; the rest is between the operator and the provider.
        String message = kind == OutcomeKind.REQUEST_REJECTED && providersWords != null
                ? providersWords
                : "the provider answered with status " + status;
        return new Fault(kind, status, message, retryAfter(headers.get("retry-after"), now));
    }

    /** Whether another endpoint of the same model may do better. */
    boolean isWorthAnotherEndpoint() {
        return kind != OutcomeKind.REQUEST_REJECTED;
    }

    /** Whether the same endpoint may do better in a moment. */
    boolean isRetryable() {
        return switch (kind) {
            case RATE_LIMITED, TIMEOUT, CONNECT_FAILED, CONNECTION_LOST -> true;
            case PROVIDER_ERROR -> status == 0 || status >= 500;
            default -> false;
        };
    }

    Fault withRetryAfter(@Nullable Duration after) {
        return new Fault(kind, status, message, after);
    }

    /** The error for the caller, when no attempt is left. */
    ApiError toError(String model, List<Attempt> attempts) {
        String place = attempts.size() > 1 ? " (" + attempts.size() + " attempts)" : "";
        ApiError error =
                switch (kind) {
                    case REQUEST_REJECTED -> rejected();
                    case RATE_LIMITED ->
                        ApiError.of(
                                        ErrorType.RATE_LIMIT_EXCEEDED,
                                        "The providers of " + model + " limit the rate of requests" + place + ".")
                                .withAvailability(Availability.of("capacity_exhausted", model));
                    case TIMEOUT ->
                        ApiError.of(
                                ErrorType.TIMEOUT,
                                "The providers of " + model + " did not answer in time" + place + ".");
                    default -> {
                        boolean overloaded = status == 503 || status == 529;
                        ApiError failed = ApiError.of(
                                overloaded ? ErrorType.PROVIDER_OVERLOADED : ErrorType.PROVIDER_UNAVAILABLE,
                                "No provider of " + model + " could answer" + place + ": " + message + ".");
                        yield overloaded
                                ? failed.withAvailability(Availability.of("temporarily_unavailable", model))
                                : failed;
                    }
                };
        return error.withRetryAfter(retryAfter).withAttempts(attempts);
    }

    private ApiError rejected() {
        ErrorType type =
                switch (status) {
                    case 413 -> ErrorType.PAYLOAD_TOO_LARGE;
                    case 422 -> ErrorType.UNPROCESSABLE;
                    default -> ErrorType.INVALID_REQUEST;
                };
        return ApiError.of(type, "The provider rejected the request: " + message);
    }

    /**
     * {@code Retry-After} as seconds or as a date.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
     */
    private static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        try {
            Duration after = value.strip().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            if (after.isNegative()) {
                return Duration.ZERO;
            }
            return after.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : after;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
