package dev.fairlead.catalog.listing;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Facts as text. */
final class Facts {

    private Facts() {}

    static String text(@Nullable Object fact) {
        return Objects.toString(fact, "");
    }

    /** Tells a secret from another one without giving it away; it is encrypted anyway. */
    static String fingerprint(String sealed) {
        return Integer.toHexString(sealed.hashCode());
    }
}
