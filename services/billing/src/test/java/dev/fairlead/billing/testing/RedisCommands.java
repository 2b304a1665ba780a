package dev.fairlead.billing.testing;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Redis from a test: one command, one answer. */
public final class RedisCommands implements AutoCloseable {

    private final Redis redis;
    private final RedisConnection connection;

    public RedisCommands(Vertx vertx, int port) {
        this.redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
        this.connection = await(redis.connect());
    }

    /** The answer to a command; there must be one. */
    public Response call(Command command, Object... arguments) {
        return Objects.requireNonNull(await(send(command, arguments)), "no answer");
    }

    public Future<Response> send(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(String.valueOf(argument));
        }
        return connection.send(request);
    }

    /** A field of a hash; empty if it is not there. */
    public String field(String key, String field) {
        @Nullable Response value = await(send(Command.HGET, key, field));
        return value == null ? "" : value.toString();
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        connection.close();
        redis.close();
    }
}
