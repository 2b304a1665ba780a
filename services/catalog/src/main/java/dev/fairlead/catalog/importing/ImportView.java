package dev.fairlead.catalog.importing;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * An import as the management API answers it.
 *
 * @param id names it when it is applied
 * @param status open or applied
 * @param source where its documents come from
 * @param baseVersion the version of the catalog that it can be applied to
 * @param appliedVersion the version that it made; absent until then
 * @param diff what it changes
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportView(
        String id,
        String status,
        String source,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("base_version") long baseVersion,
        @JsonProperty("applied_version") @Nullable Long appliedVersion,
        @JsonProperty("applied_at") @Nullable Instant appliedAt,
        @JsonProperty("applied_by") @Nullable String appliedBy,
        @Nullable String why,
        ImportDiff diff) {}
