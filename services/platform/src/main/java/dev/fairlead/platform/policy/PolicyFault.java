package dev.fairlead.platform.policy;

/** A policy's document is not one. */
public final class PolicyFault extends RuntimeException {

    private final String field;
    private final String detail;

    /**
     * A fault.
     *
     * @param field the way to it, such as {@code rules[1].when.time.zone}; empty for the whole document
     * @param detail what is wrong with it, and what would be right
     */
    public PolicyFault(String field, String detail) {
        super(field.isEmpty() ? detail : field + ": " + detail, null, false, false);
        this.field = field;
        this.detail = detail;
    }

    public String field() {
        return field;
    }

    public String detail() {
        return detail;
    }
}
