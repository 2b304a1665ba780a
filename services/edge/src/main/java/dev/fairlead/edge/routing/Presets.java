package dev.fairlead.edge.routing;

import java.util.List;
import java.util.Locale;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.snapshot.RuleBook;

/** Finds the presets that requests name. */
final class Presets {

    private static final int MOST_LISTED = 20;

    private Presets() {}

    /**
     * The preset of this name.
     *
     * @throws ApiException with 404 if the organisation has none; names those that it has
     */
    static Preset find(RuleBook rules, OrganisationId organisation, String name) {
        Preset preset = rules.preset(organisation, name.toLowerCase(Locale.ROOT));
        if (preset == null) {
            throw new ApiException(unknown(name, rules.presetsOf(organisation)));
        }
        return preset;
    }

    private static ApiError unknown(String name, List<String> known) {
        String choices = known.isEmpty()
                ? "the organisation has none"
                : "there are " + String.join(", ", known.subList(0, Math.min(MOST_LISTED, known.size())));
        return ApiError.of(ErrorType.NOT_FOUND, "there is no preset '" + name + "'; " + choices)
                .ofOtherField("preset");
    }
}
