package dev.fairlead.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis of its own for the tests, on free ports. */
public final class RealBackends implements QuarkusTestResourceLifecycleManager {

    /** The key that credentials are sealed with in these tests. */
    public static final String SECRETS_KEYS = "tests:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    static final String KEY_ID = "test-key";

    private static @Nullable KeyPair keys;

    private @Nullable HttpServer keycloak;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable RedisServer redis;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres startedPostgres = EmbeddedPostgres.builder().start();
            postgres = startedPostgres;
            try (Connection connection = startedPostgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database catalog");
            }
            int redisPort = freePort();
            RedisServer startedRedis = RedisServer.builder()
                    .port(redisPort)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
            startedRedis.start();
            redis = startedRedis;
            KeyPair newKeys = newKeys();
            keys = newKeys;
            HttpServer keyServer = keyServer((RSAPublicKey) newKeys.getPublic());
            keycloak = keyServer;
            return Map.of(
                    "KEYCLOAK_URL",
                    "http://127.0.0.1:" + keyServer.getAddress().getPort(),
                    "fairlead.network.allowed",
                    "127.0.0.1/32",
                    "fairlead.secrets.keys",
                    SECRETS_KEYS,
                    "POSTGRES_HOST",
                    "127.0.0.1",
                    "POSTGRES_PORT",
                    Integer.toString(startedPostgres.getPort()),
                    "REDIS_URL",
                    "redis://127.0.0.1:" + redisPort,
                    "fairlead.catalog.check-every",
                    "100ms",
                    "fairlead.catalog.base-urls.simulator-b",
                    "http://127.0.0.1:1/b/v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair keys() {
        return Objects.requireNonNull(keys, "the test resource is not running");
    }

    @Override
    public void stop() {
        try {
            if (keycloak != null) {
                keycloak.stop(0);
            }
            if (redis != null) {
                redis.stop();
            }
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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

    /** Keycloak's public keys. */
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
