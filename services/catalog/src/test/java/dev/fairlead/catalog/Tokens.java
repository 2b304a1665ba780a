package dev.fairlead.catalog;

import java.util.List;
import java.util.Map;

import io.smallrye.jwt.build.Jwt;

/** Access tokens as Keycloak makes them. */
public final class Tokens {

    private Tokens() {}

    /** Of a person with one role in one organisation. */
    public static String of(String subject, String role, String organisation) {
        long now = System.currentTimeMillis() / 1000;
        return Jwt.subject(subject)
                .upn(subject)
                .issuer("http://keycloak/realms/fairlead")
                .issuedAt(now - 600)
                .expiresAt(now + 300)
                .claim("realm_access", Map.of("roles", List.of(role)))
                .claim("groups", List.of("/organisations/" + organisation))
                .jws()
                .keyId(RealBackends.KEY_ID)
                .sign(RealBackends.keys().getPrivate());
    }
}
