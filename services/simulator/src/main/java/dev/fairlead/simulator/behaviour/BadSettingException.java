package dev.fairlead.simulator.behaviour;

/** A behaviour that cannot be understood; names the setting at fault. */
public final class BadSettingException extends RuntimeException {

    private final String key;

    public BadSettingException(String key, String detail) {
        super(detail, null, false, false);
        this.key = key;
    }

    /** The setting at fault, as it was written. */
    public String key() {
        return key;
    }

    /** What is wrong with it. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
