package dev.fairlead.platform.secret;

/** A sealed secret cannot be opened. Its message never holds the secret or a key. */
public final class SealBrokenException extends Exception {

    SealBrokenException(String message) {
        super(message, null, false, false);
    }

    /** Why; begins with "it". */
    public String reason() {
        String message = getMessage();
        return message == null ? "it cannot be opened" : message;
    }
}
