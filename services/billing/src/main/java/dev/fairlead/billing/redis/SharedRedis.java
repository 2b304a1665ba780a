package dev.fairlead.billing.redis;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.platform.redis.RedisAwayException;
import dev.fairlead.platform.redis.RedisLink;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * The connection that all of billing shares: commands are pipelined, and fail within a bounded time while Redis is
 * away. May be called from any thread; answers arrive on the connection's own event loop.
 */
@Singleton
public final class SharedRedis {

    private final Context context;
    private volatile @Nullable RedisLink link;

    SharedRedis(Vertx vertx, Redis redis, BillingConfig config) {
        this.context = vertx.getOrCreateContext();
        context.runOnContext(
                x -> link = RedisLink.open(vertx, redis, config.redis().timeout(), null));
    }

    void stop(@Observes ShutdownEvent event) {
        context.runOnContext(x -> {
            RedisLink opened = link;
            if (opened != null) {
                opened.close();
            }
        });
    }

    /** Sends a command; fails with {@link RedisAwayException} if Redis does not answer in time. */
    public Future<Response> send(Request request) {
        Promise<Response> promise = Promise.promise();
        context.runOnContext(x -> {
            RedisLink opened = link;
            if (opened == null) {
                promise.fail(RedisAwayException.INSTANCE);
            } else {
                opened.send(request).onComplete(promise);
            }
        });
        return promise.future();
    }

    /** The event loop of the connection, for loops that live on it. */
    public Context context() {
        return context;
    }
}
