package dev.fairlead.simulator.behaviour;

/** How a provider reports the usage of a call. */
public enum UsageReport {
    /** As its wire format says. */
    NORMAL,
    /** Not at all, even if asked for. */
    NONE,
    /** With zeros. */
    ZERO,
    /** In every event of a stream, counted up, whether asked for or not. */
    EVERY
}
