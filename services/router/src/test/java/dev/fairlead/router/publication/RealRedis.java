package dev.fairlead.router.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/**
 * A Redis of its own for the tests, on a free port, with five failures already in the stream when the router starts:
 * as if it had been restarted.
 */
public final class RealRedis implements QuarkusTestResourceLifecycleManager {

    static final String BROKEN_BEFORE = "acme/broken-before-the-start";

    private @Nullable RedisServer redis;

    @Override
    public Map<String, String> start() {
        try {
            int port = freePort();
            redis = startAt(port);
            fill("redis://127.0.0.1:" + port);
            return Map.of("REDIS_URL", "redis://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.stop();
        }
    }

    private static void fill(String url) {
        Vertx vertx = Vertx.vertx();
        try {
            String failures = """
                    [{"endpoint":"%s","kind":"TIMEOUT","status":0,"atMillis":0,"timeToFirstTokenMillis":-1,
                    "durationMillis":10,"completionTokens":0,"retryAfterMillis":600000}]""".formatted(BROKEN_BEFORE);
            Redis client = Redis.createClient(vertx, url);
            for (int i = 0; i < 5; i++) {
                client.send(Request.cmd(Command.XADD)
                                .arg("fairlead:outcomes")
                                .arg("*")
                                .arg("o")
                                .arg(failures))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** A Redis with nothing in it; the caller stops it. */
    public static RedisServer startAt(int port) throws IOException {
        RedisServer started = RedisServer.builder()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        started.start();
        return started;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
