package dev.fairlead.contracts.catalog.names;

import java.util.Locale;

import dev.fairlead.contracts.catalog.Endpoint;
import org.jspecify.annotations.Nullable;

/** What may stand behind a model's name after a colon. Several may follow each other. */
public enum Variant {
    /** Endpoints that charge nothing. */
    FREE(true),
    /** Endpoints that reason without being asked to. */
    THINKING(true),
    /** Endpoints with a longer context. */
    EXTENDED(true),
    /** The cheapest first. */
    FLOOR(false),
    /** The fastest first. */
    NITRO(false),
    /** The most reliable first. */
    EXACTO(false),
    /** With a search of the web. */
    ONLINE(false);

    private final boolean fixed;
    private final String suffix = name().toLowerCase(Locale.ROOT);

    Variant(boolean fixed) {
        this.fixed = fixed;
    }

    /** Whether it means endpoints of their own, as against another order of the plain ones. */
    public boolean isStatic() {
        return fixed;
    }

    /** Without its colon. */
    public String suffix() {
        return suffix;
    }

    /** Whether an endpoint is of this static variant. */
    public boolean isOf(Endpoint endpoint) {
        return suffix.equals(endpoint.variant());
    }

    /** The variant of this suffix, in whatever case; null if there is none. */
    public static @Nullable Variant of(String suffix) {
        for (Variant variant : VALUES) {
            if (variant.suffix.equalsIgnoreCase(suffix)) {
                return variant;
            }
        }
        return null;
    }

    private static final Variant[] VALUES = values();
}
