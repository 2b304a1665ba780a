package dev.fairlead.edge.dispatch;

/** No connection may or can be made to a provider's host. Its message is for callers: it names no address. */
final class UnreachableException extends Exception {

    UnreachableException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        String message = getMessage();
        return message == null ? "no connection could be made" : message;
    }
}
