package dev.fairlead.router.rules;

import java.time.Instant;

import dev.fairlead.contracts.identity.OrganisationId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What somebody changed: an entry of the audit trail.
 *
 * @param organisation whose rules; null for everybody's
 * @param kind policy, preset, defaults, order or rules
 * @param name of the policy or preset, or the hash of the key; null if it has none
 * @param action created, changed, deleted, moved or restored
 * @param version that holds since; null if there is none
 */
@RegisterForReflection
public record Change(
        Instant at,
        String by,
        @Nullable OrganisationId organisation,
        String kind,
        @Nullable String name,
        String action,
        @Nullable Integer version) {}
