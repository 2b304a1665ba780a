package dev.fairlead.router.rules.presets;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.router.catalog.CurrentCatalog;
import dev.fairlead.router.rules.policies.PolicyShelf;

/** Refuses presets for models that are not there. Without a catalog nothing is refused: requests will tell. */
@Singleton
final class ModelCheck {

    private final CurrentCatalog catalog;
    private final PolicyShelf policies;
    private final Clock clock;

    ModelCheck(CurrentCatalog catalog, PolicyShelf policies, Clock clock) {
        this.catalog = catalog;
        this.policies = policies;
        this.clock = clock;
    }

    void check(JsonNode config, OrganisationId organisation) {
        if (config.has("model")) {
            check("model", config.get("model").textValue(), organisation);
        }
        JsonNode models = config.path("models");
        for (int i = 0; i < models.size(); i++) {
            check("models[" + i + "]", PresetDraft.nameIn(models.get(i)).textValue(), organisation);
        }
    }

    private void check(String field, String name, OrganisationId organisation) {
        CurrentCatalog.Version version = catalog.get();
        if (version == null || policies.means(name, organisation)) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        switch (version.names().resolve(name, organisation.value(), today)) {
            case Resolution.Found _, Resolution.Pattern _ -> {}
            case Resolution.Ambiguous ambiguous ->
                throw Refusal.invalid(
                        field, "'" + name + "' could mean " + listed(ambiguous.candidates()) + "; name one");
            case Resolution.Unknown unknown ->
                throw Refusal.invalid(
                        field,
                        "there is no model '" + name + "'"
                                + (unknown.nearest().isEmpty()
                                        ? ""
                                        : "; the nearest are " + listed(unknown.nearest())));
            case Resolution.UnknownVariant unknown ->
                throw Refusal.invalid(
                        field,
                        "'" + unknown.base() + "' has no variant '" + unknown.suffix() + "'; there are "
                                + listed(unknown.known()));
        }
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }
}
