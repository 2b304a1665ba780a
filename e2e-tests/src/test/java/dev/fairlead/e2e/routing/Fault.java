package dev.fairlead.e2e.routing;

/**
 * A way in which a provider fails.
 *
 * @param name as the simulator has it
 * @param more what else the simulator is told, as members of a JSON object; empty for nothing
 * @param status what the caller gets if nobody does better, and nothing had been said yet
 * @param errorType likewise
 * @param midStream whether a stream has content before it breaks
 */
record Fault(String name, String more, int status, String errorType, boolean midStream) {

    /** Content tokens before a fault in the middle of an answer. */
    static final int SAID_BEFORE = 3;

    static Fault of(String name, int status, String errorType) {
        return new Fault(name, "", status, errorType, false);
    }

    /** In the middle of a stream, after {@value #SAID_BEFORE} tokens. */
    static Fault midStream(String name) {
        return new Fault(name + "@" + SAID_BEFORE, "", 502, "provider_unavailable", true);
    }

    Fault with(String setting) {
        return new Fault(name, "," + setting, status, errorType, midStream);
    }

    /** A behaviour of the simulator. */
    String behaviour() {
        return "{\"fail\":\"" + name + "\"" + more + "}";
    }

    /** Fit for the name of a model. */
    String slug() {
        return name.replace('@', '-');
    }

    @Override
    public String toString() {
        return name;
    }
}
