package dev.fairlead.simulator.ledger;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** How a call ended. */
public enum Outcome {
    /** It has not ended. */
    RUNNING,
    /** Answered in full. */
    COMPLETED,
    /** Went wrong as its behaviour said. */
    FAILED,
    /** Refused: invalid, or without a valid API key. */
    REFUSED,
    /** The client left before the end. */
    CLIENT_GONE;

    /** The name in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of that name; null if there is none. */
    public static @Nullable Outcome byKey(String key) {
        for (Outcome outcome : values()) {
            if (outcome.key().equals(key)) {
                return outcome;
            }
        }
        return null;
    }
}
