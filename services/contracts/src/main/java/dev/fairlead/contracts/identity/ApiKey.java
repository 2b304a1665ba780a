package dev.fairlead.contracts.identity;

import java.time.Instant;

import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What billing publishes of an API key: enough to authenticate its holder, never the key itself.
 *
 * @param hash the key's identity
 * @param organisation who pays
 * @param name what its owner calls it
 * @param label the key with its middle masked, for people to recognise
 * @param team who in the organisation it belongs to; null if that is not said
 * @param state whether it may be used
 * @param limit the most it may spend per window, or over its life if {@code limitReset} is null; null for no limit
 * @param limitReset when {@code limit} starts anew
 * @param expiresAt from when on it is refused; null for never
 * @param createdAt when it was made
 * @param revision grows with every change to the key; an older revision never replaces a newer one
 */
public record ApiKey(
        KeyHash hash,
        OrganisationId organisation,
        String name,
        String label,
        @Nullable String team,
        State state,
        @Nullable Money limit,
        @Nullable LimitReset limitReset,
        @Nullable Instant expiresAt,
        Instant createdAt,
        long revision) {

    /** Whether a key may be used. */
    public enum State {
        ACTIVE,
        DISABLED,
        DELETED
    }

    /** Whether the key has expired at {@code now}. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
