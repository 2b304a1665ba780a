package dev.fairlead.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import org.jspecify.annotations.Nullable;

/** Keycloak as far as the router knows it: its public keys, and tokens that are signed with them. */
public final class RealKeycloak implements QuarkusTestResourceLifecycleManager {

    private static final String KEY_ID = "test-key";

    private static @Nullable KeyPair keys;

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            KeyPair newKeys = newKeys();
            keys = newKeys;
            HttpServer started = keyServer((RSAPublicKey) newKeys.getPublic());
            server = started;
            return Map.of(
                    "KEYCLOAK_URL", "http://127.0.0.1:" + started.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** A token of a person with one role, in any number of organisations. */
    public static String tokenOf(String person, String role, String... organisations) {
        long now = System.currentTimeMillis() / 1000;
        JwtClaimsBuilder token = Jwt.subject(person)
                .upn(person)
                .issuer("http://keycloak/realms/fairlead")
                .issuedAt(now - 600)
                .expiresAt(now + 300)
                .claim("realm_access", Map.of("roles", List.of(role)));
        if (organisations.length > 0) {
            token.claim(
                    "groups",
                    Stream.of(organisations)
                            .map(organisation -> "/organisations/" + organisation)
                            .toList());
        }
        return token.jws()
                .keyId(KEY_ID)
                .sign(Objects.requireNonNull(keys, "the test resource is not running")
                        .getPrivate());
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

    private static HttpServer keyServer(RSAPublicKey key) throws IOException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String modulus = base64.encodeToString(key.getModulus().toByteArray());
        String exponent = base64.encodeToString(key.getPublicExponent().toByteArray());
        byte[] jwks = """
                {"keys":[{"kid":"%s","kty":"RSA","alg":"RS256","use":"sig","n":"%s","e":"%s"}]}""".formatted(KEY_ID, modulus, exponent).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/realms/fairlead/protocol/openid-connect/certs", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        server.start();
        return server;
    }
}
