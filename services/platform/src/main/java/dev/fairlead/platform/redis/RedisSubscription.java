package dev.fairlead.platform.redis;

import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import org.jboss.logging.Logger;

/**
 * Listens to one channel, for good: subscribes again whenever the connection breaks. Messages that were published in
 * between are lost, as always with Redis, so {@code onSubscribed} is the moment to read what the messages only announce.
 */
public final class RedisSubscription {

    private static final Logger LOG = Logger.getLogger(RedisSubscription.class);
    private static final long RECONNECT_MILLIS = 500;

    private final Vertx vertx;
    private final Redis redis;
    private final String channel;
    private final Consumer<String> onMessage;
    private final Runnable onSubscribed;
    private volatile boolean closed;

    private RedisSubscription(
            Vertx vertx, Redis redis, String channel, Consumer<String> onMessage, Runnable onSubscribed) {
        this.vertx = vertx;
        this.redis = redis;
        this.channel = channel;
        this.onMessage = onMessage;
        this.onSubscribed = onSubscribed;
    }

    /**
     * Subscribes.
     *
     * @param onMessage called with each message, on an event loop
     * @param onSubscribed called after each successful (re)subscription
     */
    public static RedisSubscription open(
            Vertx vertx, Redis redis, String channel, Consumer<String> onMessage, Runnable onSubscribed) {
        RedisSubscription subscription = new RedisSubscription(vertx, redis, channel, onMessage, onSubscribed);
        subscription.connect();
        return subscription;
    }

    public void close() {
        closed = true;
    }

    private void connect() {
        if (closed) {
            return;
        }
        redis.connect().onFailure(e -> again()).onSuccess(connection -> {
            connection.handler(this::handle);
            connection.endHandler(x -> again());
            connection.exceptionHandler(e -> {
                LOG.debugf("subscription to %s: %s", channel, e.getMessage());
                connection.close();
            });
            subscribe(connection);
        });
    }

    private void subscribe(RedisConnection connection) {
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .onSuccess(x -> onSubscribed.run())
                .onFailure(e -> connection.close().onComplete(x -> again()));
    }

    private void handle(Response response) {
        boolean isPush = response.type() == ResponseType.PUSH || response.type() == ResponseType.MULTI;
        if (isPush && response.size() == 3 && "message".equals(response.get(0).toString())) {
            onMessage.accept(response.get(2).toString());
        }
    }

    private void again() {
        if (!closed) {
            vertx.setTimer(RECONNECT_MILLIS, timer -> connect());
        }
    }
}
