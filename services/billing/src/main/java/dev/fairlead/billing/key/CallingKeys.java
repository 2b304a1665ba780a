package dev.fairlead.billing.key;

import java.time.Instant;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.CallerRefusal;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Authenticates a request by the API key that it carries, in either of the two headers that SDKs use. */
@Singleton
public final class CallingKeys {

    private static final String BEARER = "Bearer ";
    private static final String API_KEY_HEADER = "x-api-key";

    private final ApiKeys keys;
    private final Database database;

    CallingKeys(ApiKeys keys, Database database) {
        this.keys = keys;
        this.database = database;
    }

    /** The key of a request; fails with {@link CallerRefusal} unless it may be used now. */
    public Uni<ApiKey> authenticate(HttpHeaders headers) {
        return details(headers).map(KeyDetails::key);
    }

    Uni<KeyDetails> details(HttpHeaders headers) {
        String presented = presented(headers);
        if (presented == null) {
            return Uni.createFrom()
                    .failure(CallerRefusal.unauthorized("No API key: send it as Authorization: Bearer sk-fl-..."));
        }
        // Hashed before anything else looks at it: whatever it consists of, it reaches no log and no query.
        KeyHash hash = KeyHash.of(presented);
        return database.guard(() -> keys.find(hash))
                .onFailure()
                .transform(CallerRefusal::of)
                .map(CallingKeys::usable);
    }

    private static KeyDetails usable(@Nullable KeyDetails found) {
        if (found == null || found.key().state() == ApiKey.State.DELETED) {
            throw CallerRefusal.unauthorized("This API key does not exist.");
        }
        if (found.key().state() == ApiKey.State.DISABLED) {
            throw CallerRefusal.unauthorized("This API key is disabled.");
        }
        if (found.key().isExpired(Instant.now())) {
            throw CallerRefusal.unauthorized("This API key has expired.");
        }
        return found;
    }

    private static @Nullable String presented(HttpHeaders headers) {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? authorization.substring(BEARER.length()).strip()
                    : null;
        }
        String apiKey = headers.getHeaderString(API_KEY_HEADER);
        return apiKey == null ? null : apiKey.strip();
    }
}
