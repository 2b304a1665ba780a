package dev.fairlead.simulator.behaviour;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Something that a behaviour is set for.
 *
 * @param name of the instance, model or key; {@code instance/model} for an endpoint
 */
public record Place(Kind kind, String name) {

    /** The kinds of places, the least specific one first. */
    public enum Kind {
        /** A simulated provider: the first part of the path, or {@code default}. */
        INSTANCE,
        /** A model, at every instance. */
        MODEL,
        /** A model at one instance. */
        ENDPOINT,
        /** An API key. */
        KEY;

        /** The name in the control API and the configuration. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of that name; null if there is none. */
        public static @Nullable Kind byKey(String key) {
            for (Kind kind : values()) {
                if (kind.key().equals(key)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
