package dev.fairlead.billing.identity;

import java.time.Duration;

import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A refusal on a route that is called with an API key. Its callers are the SDKs of inference, so it is answered in
 * OpenAI's envelope instead of a problem document.
 */
public final class CallerRefusal extends RuntimeException {

    private final int status;
    private final String type;
    private final transient @Nullable Duration retryAfter;

    private CallerRefusal(int status, String type, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    public static CallerRefusal unauthorized(String message) {
        return new CallerRefusal(401, "authentication", message, null);
    }

    public static CallerRefusal invalid(String message) {
        return new CallerRefusal(400, "invalid_request", message, null);
    }

    public static CallerRefusal notFound(String message) {
        return new CallerRefusal(404, "not_found", message, null);
    }

    /** The same refusal in this form; any other failure stays as it is. */
    public static Throwable of(Throwable failure) {
        if (!(failure instanceof ProblemException refused)) {
            return failure;
        }
        String detail = refused.problem().detail();
        return switch (detail == null ? 0 : refused.problem().status()) {
            case 400 -> invalid(String.valueOf(detail));
            case 404 -> notFound(String.valueOf(detail));
            case 503 -> new CallerRefusal(503, "provider_overloaded", String.valueOf(detail), refused.retryAfter());
            default -> failure;
        };
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String message() {
        String message = getMessage();
        return message == null ? type : message;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
