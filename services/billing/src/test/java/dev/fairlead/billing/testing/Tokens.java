package dev.fairlead.billing.testing;

import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.smallrye.jwt.build.Jwt;

/** Access tokens as Keycloak makes them. */
public final class Tokens {

    private Tokens() {}

    /** Of a person with one role in one organisation. */
    public static String of(String subject, String role, String organisation) {
        return of(subject, List.of(role), List.of("/organisations/" + organisation));
    }

    public static String of(String subject, List<String> roles, List<String> groups) {
        return sign(
                subject, roles, groups, Duration.ofMinutes(5), Backends.keys().getPrivate(), Backends.KEY_ID);
    }

    public static String expired(String subject) {
        return sign(
                subject,
                List.of("admin"),
                List.of("/organisations/acme"),
                Duration.ofMinutes(-5),
                Backends.keys().getPrivate(),
                Backends.KEY_ID);
    }

    /** Signed by a key that is not one of Keycloak's, or not one that is known yet. */
    public static String ofUnknownKey(String subject) {
        return sign(
                subject,
                List.of("admin"),
                List.of("/organisations/acme"),
                Duration.ofMinutes(5),
                Backends.newKeys().getPrivate(),
                "another-key");
    }

    private static String sign(
            String subject, List<String> roles, List<String> groups, Duration lifetime, PrivateKey key, String keyId) {
        long now = System.currentTimeMillis() / 1000;
        return Jwt.subject(subject)
                .upn(subject)
                .issuer("http://keycloak/realms/fairlead")
                .issuedAt(now - 600)
                .expiresAt(now + lifetime.toSeconds())
                .claim("realm_access", Map.of("roles", roles))
                .claim("groups", groups)
                .jws()
                .keyId(keyId)
                .sign(key);
    }
}
