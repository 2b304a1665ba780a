package dev.fairlead.catalog.search;

/** A query parameter whose value means nothing. */
public final class InvalidParameterException extends RuntimeException {

    private final String parameter;
    private final String fault;

    InvalidParameterException(String parameter, String fault) {
        super(parameter + ": " + fault, null, false, false);
        this.parameter = parameter;
        this.fault = fault;
    }

    /** The parameter's name. */
    public String parameter() {
        return parameter;
    }

    /** What is wrong with it, for people. */
    public String fault() {
        return fault;
    }
}
