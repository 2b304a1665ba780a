package dev.fairlead.router.rules.presets;

import java.time.Duration;

import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer about a preset. Its readers are the SDKs of inference, so it is written in OpenAI's envelope
 * instead of a problem document.
 */
final class Refusal extends RuntimeException {

    private static final int UNAVAILABLE = 503;

    private final int status;
    private final @Nullable String parameter;
    private final transient @Nullable Duration retryAfter;

    private Refusal(int status, String message, @Nullable String parameter, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.parameter = parameter;
        this.retryAfter = retryAfter;
    }

    static Refusal invalid(String parameter, String fault) {
        return new Refusal(400, parameter + ": " + fault, parameter, null);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, message, null, null);
    }

    static Refusal forbidden(String message) {
        return new Refusal(403, message, null, null);
    }

    /** The same refusal in this form. */
    static Refusal of(ProblemException e) {
        Problem problem = e.problem();
        String parameter =
                problem.errors().isEmpty() ? null : problem.errors().getFirst().field();
        return new Refusal(
                problem.status(),
                problem.detail() == null ? problem.title() : problem.detail(),
                parameter,
                e.retryAfter());
    }

    int status() {
        return status;
    }

    /** As the edge names what can go wrong. */
    String type() {
        return switch (status) {
            case 401 -> "authentication";
            case 403 -> "permission_denied";
            case 404 -> "not_found";
            case 413 -> "payload_too_large";
            case UNAVAILABLE -> "provider_overloaded";
            default -> "invalid_request";
        };
    }

    String message() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String parameter() {
        return parameter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
