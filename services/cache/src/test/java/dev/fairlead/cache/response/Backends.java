package dev.fairlead.cache.response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A Redis of its own for the tests, on a free port, that may be stopped and started; and Keycloak's keys. */
public final class Backends implements QuarkusTestResourceLifecycleManager {

    private @Nullable Parts parts;

    /** The parts, for a test to use. */
    static final class Parts {

        private final int redisPort;
        private final KeycloakKeys keycloak;
        private RedisServer redis;

        private Parts() throws IOException {
            redisPort = freePort();
            keycloak = new KeycloakKeys();
            redis = newRedis();
            redis.start();
        }

        KeycloakKeys keycloak() {
            return keycloak;
        }

        void stopRedis() {
            redis.stop();
        }

        void startRedis() {
            redis = newRedis();
            redis.start();
        }

        private RedisServer newRedis() {
            return RedisServer.builder()
                    .port(redisPort)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            Parts started = new Parts();
            parts = started;
            return Map.of(
                    "REDIS_URL",
                    "redis://127.0.0.1:" + started.redisPort,
                    "KEYCLOAK_URL",
                    started.keycloak.url(),
                    "fairlead.cache.max-entries",
                    "20",
                    "fairlead.cache.max-bytes",
                    "6000000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(parts, new TestInjector.MatchesType(Parts.class));
    }

    @Override
    public void stop() {
        if (parts != null) {
            parts.keycloak.stop();
            parts.redis.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
