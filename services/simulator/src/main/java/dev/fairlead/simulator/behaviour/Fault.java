package dev.fairlead.simulator.behaviour;

import java.util.Locale;

/** What goes wrong with a call. */
public sealed interface Fault {

    /** An error of the provider, with its HTTP status. */
    record Status(int code) implements Fault {}

    /** Nothing is answered: the call hangs until the client leaves, or the connection is reset. */
    record Unanswered(Break how) implements Fault {}

    /** A status of 200 over a body that is of no use. */
    record UselessBody(Body what) implements Fault {}

    /** The answer begins well and goes wrong after so many content chunks (half of its bytes if it is not streamed). */
    record MidAnswer(Break how, int afterChunks) implements Fault {}

    /** How an answer goes wrong. */
    enum Break {
        /** Silence on an open connection, until the client leaves. */
        HANG,
        /** The connection is reset. */
        RESET,
        /** The answer just ends. */
        CUT,
        /** One event that is not JSON, then on as if nothing had happened. */
        MALFORMED,
        /** An error object, then the end. */
        ERROR
    }

    /** What is wrong with a whole body. */
    enum Body {
        /** A page for people instead of JSON or events. */
        GARBAGE,
        /** A well-formed completion without any content. */
        EMPTY
    }

    /**
     * Reads {@code 429}, {@code hang}, {@code reset}, {@code garbage}, {@code empty}, or {@code hang@3}, {@code reset@3},
     * {@code cut@3}, {@code malformed@3}, {@code error@3}: after three content chunks.
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static Fault parse(String text) {
        if (text.matches("[0-9]{3}")) {
            int code = Integer.parseInt(text);
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("a status must be from 400 to 599");
            }
            return new Status(code);
        }
        int at = text.indexOf('@');
        if (at < 0) {
            return withoutPlace(text);
        }
        String place = text.substring(at + 1);
        if (!place.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("after @ must come a number of content chunks");
        }
        return new MidAnswer(breakNamed(text.substring(0, at)), Integer.parseInt(place));
    }

    private static Fault withoutPlace(String text) {
        return switch (text) {
            case "hang" -> new Unanswered(Break.HANG);
            case "reset" -> new Unanswered(Break.RESET);
            case "garbage" -> new UselessBody(Body.GARBAGE);
            case "empty" -> new UselessBody(Body.EMPTY);
            default -> new MidAnswer(breakNamed(text), 0);
        };
    }

    private static Break breakNamed(String name) {
        for (Break how : Break.values()) {
            if (how.name().toLowerCase(Locale.ROOT).equals(name)) {
                return how;
            }
        }
        throw new IllegalArgumentException("'" + name
                + "' is no fault: use none, a status, hang, reset, garbage, empty, or hang@k, reset@k, cut@k,"
                + " malformed@k, error@k");
    }
}
