package dev.fairlead.contracts.usage;

/** Where the token counts of a generation come from. */
public enum UsageSource {
    /** The provider reported them. */
    EXACT,
    /** The provider did not report them (it was cut off, or never does); Fairlead estimated them. */
    ESTIMATED,
    /** Nothing was consumed. */
    NONE
}
