package dev.fairlead.cache.response;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.build.Jwt;

/** The one address of Keycloak that a service needs, its public keys, with tokens to match. May go away and come back. */
final class KeycloakKeys {

    private static final String KEY_ID = "test-key";
    private static final String PATH = "/realms/fairlead/protocol/openid-connect/certs";

    private final KeyPair keys = newKeys();
    private final HttpServer server;
    private volatile boolean away;

    KeycloakKeys() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, exchange -> {
            if (away) {
                // Ends the connection without an answer.
                throw new IOException("away");
            }
            byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    void stop() {
        server.stop(0);
    }

    String token(String... roles) {
        return sign(KEY_ID, keys, Duration.ofMinutes(5), roles);
    }

    String expiredToken(String... roles) {
        return sign(KEY_ID, keys, Duration.ofHours(-1), roles);
    }

    /** As a token looks after Keycloak got new keys, or when somebody made it up. */
    String tokenOfAnotherKey(String... roles) {
        return sign("another-key", newKeys(), Duration.ofMinutes(5), roles);
    }

    private static String sign(String keyId, KeyPair keys, Duration life, String... roles) {
        long now = System.currentTimeMillis() / 1000;
        return Jwt.claims()
                .subject("edge")
                .issuedAt(now - 7_200)
                .expiresAt(now + life.toSeconds())
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .jws()
                .keyId(keyId)
                .sign(keys.getPrivate());
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}""".formatted(KEY_ID, encoded(key.getModulus()), encoded(key.getPublicExponent()));
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        byte[] magnitude = Arrays.copyOfRange(bytes, sign, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
