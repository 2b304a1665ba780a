package dev.fairlead.edge.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.identity.KeyHash;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a caller presents to say who it is. Every route takes it from here, so that no header form skips a check. The
 * key is hashed before anything else is done with it.
 */
public sealed interface Credential {

    /** A key was presented. */
    record Key(KeyHash hash) implements Credential {}

    /** Nothing was presented. */
    record Missing() implements Credential {}

    /** Something was presented that is no API key. */
    record Malformed(String reason) implements Credential {}

    /** The longest key that is looked at, in characters. */
    int MAX_LENGTH = 512;

    /** Reads {@code Authorization: Bearer} and {@code x-api-key}; both may be there only if they agree. */
    static Credential of(MultiMap headers) {
        List<String> bearers = headers.getAll(HttpHeaders.AUTHORIZATION);
        Set<String> keys = new LinkedHashSet<>(headers.getAll("x-api-key"));
        for (String bearer : bearers) {
            String token = bearerToken(bearer);
            if (token == null) {
                return new Malformed("the Authorization header must read 'Bearer <API key>'");
            }
            keys.add(token);
        }
        return switch (keys.size()) {
            case 0 -> new Missing();
            case 1 -> ofKey(keys.iterator().next());
            default -> new Malformed("the headers hold different keys");
        };
    }

    /** The token of an {@code Authorization} header of the bearer scheme; null if it is another one. */
    static @Nullable String bearerToken(String authorization) {
        String scheme = "Bearer ";
        if (!authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return null;
        }
        return authorization.substring(scheme.length()).strip();
    }

    private static Credential ofKey(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            return new Malformed("an API key has 1 to " + MAX_LENGTH + " characters");
        }
        return new Key(KeyHash.of(key));
    }
}
