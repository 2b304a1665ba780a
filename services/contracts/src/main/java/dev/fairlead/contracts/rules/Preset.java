package dev.fairlead.contracts.rules;

import java.time.Instant;

import dev.fairlead.contracts.identity.OrganisationId;

/**
 * Fields of a request that an organisation has put under a name.
 *
 * @param organisation whose
 * @param slug its name, in lower case
 * @param version from 1 on; grows with every change
 * @param body a JSON object with fields of a chat request; messages are not among them, and {@code system_prompt} may be
 * @param updatedAt when this version was written
 */
public record Preset(OrganisationId organisation, String slug, int version, String body, Instant updatedAt) {}
