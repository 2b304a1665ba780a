package dev.fairlead.edge.request;

import org.jspecify.annotations.Nullable;

/** The preset that a request names: in {@code preset}, or behind {@code @preset/} in {@code model}. */
final class PresetName {

    static final String MARK = "@preset/";

    private static final int MAX_NAME = 256;

    private PresetName() {}

    static @Nullable String read(Fields fields) {
        String named = fields.text("preset", MAX_NAME);
        if (named != null && named.isBlank()) {
            throw Fields.fault("preset", "must not be empty");
        }
        String model = fields.text("model", MAX_NAME);
        int mark = model == null ? -1 : model.indexOf(MARK);
        if (model == null || mark < 0) {
            return named;
        }
        String behind = model.substring(mark + MARK.length());
        if (behind.isBlank()) {
            throw Fields.fault("model", "does not name a preset after " + MARK);
        }
        if (named != null && !named.equals(behind)) {
            throw Fields.fault("preset", "and model name different presets, '" + named + "' and '" + behind + "'");
        }
        return behind;
    }

    /** The model without its preset; empty if there is nothing else in it. */
    static String without(String model) {
        int mark = model.indexOf(MARK);
        return mark < 0 ? model : model.substring(0, mark);
    }
}
