package dev.fairlead.router.rules.identity;

import dev.fairlead.contracts.identity.OrganisationId;

/**
 * Whose presets somebody asks for.
 *
 * @param organisation whose
 * @param author for the trail of changes: a person, or {@code key:<hash>}
 * @param mayWrite whether they may change them
 */
public record PresetOwner(OrganisationId organisation, String author, boolean mayWrite) {}
