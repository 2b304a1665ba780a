package dev.fairlead.bench;

/** The run cannot go on, or what it has measured is worth nothing; the message says why in one line. */
final class BenchException extends RuntimeException {

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
