package dev.fairlead.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis of its own for the tests, on free ports. */
public final class RealBackends implements QuarkusTestResourceLifecycleManager {

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
            return Map.of(
                    "POSTGRES_HOST", "127.0.0.1",
                    "POSTGRES_PORT", Integer.toString(startedPostgres.getPort()),
                    "REDIS_URL", "redis://127.0.0.1:" + redisPort,
                    "fairlead.catalog.check-every", "100ms",
                    "fairlead.catalog.base-urls.simulator-b", "http://127.0.0.1:1/b/v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
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
}
