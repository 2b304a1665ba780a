package dev.fairlead.billing.key;

import java.time.Instant;

import dev.fairlead.billing.spending.KeyUsage;
import dev.fairlead.contracts.identity.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * A key with what management shows beside its record.
 *
 * @param creator who made it: the subject of a token
 * @param updatedAt when it was last changed; null for never
 */
record KeyDetails(
        ApiKey key,
        String creator,
        boolean includeByokInLimit,
        @Nullable Instant updatedAt,
        KeyUsage usage) {}
