package dev.fairlead.catalog.answers;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the edge has found out.
 *
 * @param organisation null for nobody in particular
 */
record Caller(@Nullable String organisation) {

    static final Caller ANYBODY = new Caller(null);

    boolean isKnown() {
        return organisation != null;
    }

    /** The organisation; refuses with 401 if there is none. */
    String known() {
        if (organisation == null) {
            throw Refusal.unauthorized("This needs an API key: Authorization: Bearer ...");
        }
        return organisation;
    }
}
