package dev.fairlead.edge.envelope;

/** A text is not the JSON that it should be. */
public final class JsonFault extends RuntimeException {

    private final int offset;

    /**
     * A fault.
     *
     * @param message what is wrong, without the place
     * @param offset where, in bytes from the start of the text
     */
    public JsonFault(String message, int offset) {
        // Bad input is an everyday event: no stack trace.
        super(message, null, false, false);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
