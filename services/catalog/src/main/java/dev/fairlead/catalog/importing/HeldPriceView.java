package dev.fairlead.catalog.importing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A held price as the management API answers it.
 *
 * @param status waiting, confirmed, rejected or superseded
 * @param usd exact decimals: dollars per million tokens, and per piece of what is not counted in tokens
 * @param reason what is not believed
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record HeldPriceView(
        String id,
        String status,
        String endpoint,
        String model,
        Map<String, String> usd,
        @JsonProperty("price_as_of") LocalDate asOf,
        String reason,
        @JsonProperty("import") String importId,
        @JsonProperty("held_at") Instant heldAt,
        @JsonProperty("decided_at") @Nullable Instant decidedAt,
        @JsonProperty("decided_by") @Nullable String decidedBy,
        @Nullable String why) {}
