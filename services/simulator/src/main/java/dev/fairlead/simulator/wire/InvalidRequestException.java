package dev.fairlead.simulator.wire;

import org.jspecify.annotations.Nullable;

/** A request that a provider would refuse as invalid. */
public final class InvalidRequestException extends RuntimeException {

    private final @Nullable String param;

    /**
     * A refusal.
     *
     * @param param the field at fault; null if it is the whole body
     */
    public InvalidRequestException(String detail, @Nullable String param) {
        super(detail, null, false, false);
        this.param = param;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable String param() {
        return param;
    }
}
