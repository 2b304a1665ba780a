package dev.fairlead.router.rules;

import java.time.Instant;

import dev.fairlead.contracts.identity.OrganisationId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A preset at one time.
 *
 * @param organisation whose
 * @param slug its name, in lower case
 * @param version from 1 on; grows with every change
 * @param config compact JSON: fields of a chat request
 * @param systemPrompt what goes before the messages of a request; null for nothing
 * @param writtenBy who wrote this version
 * @param writtenAt when
 * @param createdBy who wrote the first one
 * @param createdAt when
 */
@RegisterForReflection
public record PresetVersion(
        OrganisationId organisation,
        String slug,
        int version,
        String config,
        @Nullable String systemPrompt,
        String writtenBy,
        Instant writtenAt,
        String createdBy,
        Instant createdAt) {

    /** Its name in the installation. */
    public String id() {
        return id(organisation, slug);
    }

    /** The name in the installation of an organisation's preset. */
    public static String id(OrganisationId organisation, String slug) {
        return organisation.value() + '/' + slug;
    }
}
