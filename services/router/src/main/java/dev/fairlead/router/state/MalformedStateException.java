package dev.fairlead.router.state;

import java.io.Serial;

/** Bytes are not a state that was written by this version. */
public final class MalformedStateException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedStateException(String message) {
        super(message);
    }
}
