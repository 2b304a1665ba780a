package dev.fairlead.router.rules;

/** How much may be written down: every edge holds all of it in memory. */
public final class Limits {

    /** Policies of the installation. */
    public static final int POLICIES = 1_000;

    /** Presets of an organisation. */
    public static final int PRESETS = 200;

    /** Keys of an organisation with defaults of their own. */
    public static final int KEYS = 1_000;

    /** One policy or preset, in bytes of compact JSON. */
    public static final int DOCUMENT_BYTES = 65_536;

    /** All policies and presets that hold, in characters. */
    public static final long TOTAL_CHARACTERS = 64L << 20;

    /** Versions that are kept of a policy or preset, the one that holds included. */
    public static final int VERSIONS = 100;

    /** Entries in the trail of changes. */
    public static final int CHANGES = 10_000;

    /** Names that are gone and whose version numbers are not given out again. */
    public static final int RETIRED = 2_000;

    private Limits() {}
}
