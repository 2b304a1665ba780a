package dev.fairlead.billing.testing;

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
import java.util.Map;
import java.util.Objects;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Redis and Keycloak's public keys, each behind a {@link Relay}, for the one Quarkus test profile of this
 * module.
 */
public final class Backends implements QuarkusTestResourceLifecycleManager {

    /** The API key of the organisation {@code first}, which the configuration makes. */
    public static final String BOOTSTRAP_KEY = "sk-fl-v1-0123456789abcdef-of-the-tests";

    static final String KEY_ID = "test-key";

    private static @Nullable Backends running;

    private @Nullable EmbeddedPostgres postgres;
    private @Nullable RedisProcess redis;
    private @Nullable HttpServer keycloak;
    private @Nullable Relay postgresRelay;
    private @Nullable Relay redisRelay;
    private @Nullable Relay keycloakRelay;
    private @Nullable KeyPair keys;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres database = EmbeddedPostgres.builder().start();
            RedisProcess store = new RedisProcess();
            keys = newKeys();
            HttpServer keyServer = keyServer((RSAPublicKey) keys.getPublic());
            postgres = database;
            redis = store;
            keycloak = keyServer;
            postgresRelay = new Relay(database.getPort());
            redisRelay = new Relay(store.port());
            keycloakRelay = new Relay(keyServer.getAddress().getPort());
            running = this;
            return Map.ofEntries(
                    Map.entry("POSTGRES_HOST", "127.0.0.1"),
                    Map.entry("POSTGRES_PORT", Integer.toString(postgresRelay.port())),
                    Map.entry("POSTGRES_DATABASE", "postgres"),
                    Map.entry("REDIS_URL", "redis://127.0.0.1:" + redisRelay.port()),
                    Map.entry("KEYCLOAK_URL", "http://127.0.0.1:" + keycloakRelay.port()),
                    // As in production, only sooner.
                    Map.entry("fairlead.billing.database.results-timeout", "1S"),
                    Map.entry("fairlead.billing.publication.every", "200MS"),
                    Map.entry("fairlead.billing.booking.take-over-after", "1S"),
                    Map.entry("fairlead.billing.booking.sweep", "300MS"),
                    Map.entry("fairlead.billing.reconciliation.every", "500MS"),
                    Map.entry("fairlead.billing.reconciliation.reclaim-every", "200MS"),
                    Map.entry("fairlead.billing.bootstrap.organisations[0].id", "first"),
                    Map.entry("fairlead.billing.bootstrap.organisations[0].name", "First organisation"),
                    Map.entry("fairlead.billing.bootstrap.organisations[0].credits", "25.50"),
                    Map.entry("fairlead.billing.bootstrap.organisations[0].api-key", BOOTSTRAP_KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        running = null;
        try {
            close(postgresRelay);
            close(redisRelay);
            close(keycloakRelay);
            close(redis);
            close(postgres);
            if (keycloak != null) {
                keycloak.stop(0);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static Relay postgresRelay() {
        return Objects.requireNonNull(running().postgresRelay);
    }

    public static Relay redisRelay() {
        return Objects.requireNonNull(running().redisRelay);
    }

    public static Relay keycloakRelay() {
        return Objects.requireNonNull(running().keycloakRelay);
    }

    /** Redis itself, not by way of its relay. */
    public static int redisPort() {
        return Objects.requireNonNull(running().redis).port();
    }

    static KeyPair keys() {
        return Objects.requireNonNull(running().keys);
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Backends running() {
        return Objects.requireNonNull(running, "the test resource is not running");
    }

    private static void close(@Nullable AutoCloseable part) throws Exception {
        if (part != null) {
            part.close();
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
