package dev.fairlead.catalog.registration;

import org.jspecify.annotations.Nullable;

/** Reads query parameters. */
final class Queries {

    private Queries() {}

    static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw Fields.fault(name, "must be true or false");
        };
    }

    /** The reason for the log. */
    static @Nullable String why(@Nullable String text) {
        if (text != null && !Formats.WHY.pattern().matcher(text).matches()) {
            throw Fields.fault("why", Formats.WHY.expectation());
        }
        return text;
    }
}
