package dev.fairlead.router.rules;

import java.time.Instant;

import dev.fairlead.contracts.identity.OrganisationId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A policy at one time. It was valid when it was written.
 *
 * @param name unique in the installation
 * @param version from 1 on; grows with every change of the document
 * @param organisation whose requests it is about; null for everybody's
 * @param mode as the document says it
 * @param document compact JSON
 * @param writtenBy who wrote this version
 * @param writtenAt when
 */
@RegisterForReflection
public record PolicyVersion(
        String name,
        int version,
        @Nullable OrganisationId organisation,
        String mode,
        String document,
        String writtenBy,
        Instant writtenAt) {}
