package dev.fairlead.edge.request;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The service tiers that have prices of their own, as price schedules name them. */
public final class ServiceTier {

    static final String FAST = "fast";
    static final String PRIORITY = "priority";

    /** What the usual tier is called, here and there. */
    private static final Set<String> USUAL = Set.of("auto", "default", "standard", "standard_only", "on_demand");

    private static final Set<String> OTHERS = Set.of("flex", PRIORITY, "scale");

    private ServiceTier() {}

    /** Whether it is a name of the usual tier. */
    static boolean isUsual(@Nullable String spelling) {
        return spelling != null && USUAL.contains(spelling);
    }

    /** What callers may ask for. */
    static final String ALLOWED = "auto, default, flex, priority, fast or scale";

    /**
     * The tier that a request asks for; null for the usual one.
     *
     * @throws IllegalArgumentException if there is no such tier
     */
    static @Nullable String requested(@Nullable String spelling) {
        if (spelling == null || USUAL.contains(spelling)) {
            return null;
        }
        if (spelling.equals(FAST)) {
            return PRIORITY;
        }
        if (!OTHERS.contains(spelling)) {
            throw new IllegalArgumentException("no service tier '" + spelling + "'");
        }
        return spelling;
    }

    /**
     * The tier that has served a request.
     *
     * @param reported what the provider's answer says; null if nothing
     * @param requested what was asked for; null for the usual one
     * @return null for the usual one
     */
    public static @Nullable String served(@Nullable String reported, @Nullable String requested) {
        if (reported == null || reported.isEmpty() || reported.equals("auto")) {
            return requested;
        }
        String lower = reported.toLowerCase(Locale.ROOT);
        return USUAL.contains(lower) ? null : lower;
    }
}
