package dev.fairlead.contracts.routing;

/** How an attempt at an endpoint ended, and whether that says something about the endpoint's health. */
public enum OutcomeKind {
    SUCCESS(true, false),
    /** The provider answered 5xx, or an error inside a stream. */
    PROVIDER_ERROR(true, true),
    /** The provider answered 429. */
    RATE_LIMITED(true, true),
    /** No connection could be made. */
    CONNECT_FAILED(true, true),
    /** No first byte, or none for too long within a stream. */
    TIMEOUT(true, true),
    /** The connection broke before the answer was complete. */
    CONNECTION_LOST(true, true),
    /** The provider answered something that is not its wire format. */
    MALFORMED(true, true),
    /** The provider answered, and said nothing: no content and no completion tokens. */
    EMPTY(true, true),
    /** The provider rejected our credential (401, 403) or account (402). */
    CREDENTIAL_REJECTED(true, true),
    /** The provider rejected the request itself (other 4xx). */
    REQUEST_REJECTED(false, false),
    /** The caller went away. */
    CLIENT_GONE(false, false),
    /** Another attempt, made at the same time, was faster. */
    OUTRUN(false, false),
    /** A limit of our own ended it: the request's whole time was over, or no connection was free. */
    LOCAL_LIMIT(false, false);

    private final boolean countsForHealth;
    private final boolean failure;

    OutcomeKind(boolean countsForHealth, boolean failure) {
        this.countsForHealth = countsForHealth;
        this.failure = failure;
    }

    /** Whether it is evidence on the endpoint's health at all: what callers do wrong is not. */
    public boolean countsForHealth() {
        return countsForHealth;
    }

    /** Whether it is evidence against the endpoint. */
    public boolean isFailure() {
        return failure;
    }
}
