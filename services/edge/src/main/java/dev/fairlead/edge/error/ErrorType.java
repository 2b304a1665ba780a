package dev.fairlead.edge.error;

import java.util.Locale;

/** The stable names of what can go wrong on the inference API, each with its HTTP status. */
public enum ErrorType {
    INVALID_REQUEST(400),
    CONTEXT_LENGTH_EXCEEDED(400),
    AUTHENTICATION(401),
    PAYMENT_REQUIRED(402),
    PERMISSION_DENIED(403),
    NOT_FOUND(404),
    TIMEOUT(504),
    PAYLOAD_TOO_LARGE(413),
    UNPROCESSABLE(422),
    RATE_LIMIT_EXCEEDED(429),
    SERVER(500),
    PROVIDER_UNAVAILABLE(502),
    PROVIDER_OVERLOADED(503);

    private final int status;

    ErrorType(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** As it stands in {@code error_type}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
