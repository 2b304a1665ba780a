package dev.fairlead.platform.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that many requests share: commands are pipelined, answered in order, and answered in time or
 * failed. Belongs to one event loop; create it and call it only there.
 *
 * <p>When Redis is away, commands fail at once with {@link RedisAwayException} instead of waiting for it, and the link
 * tries to reconnect on its own. A command that is not answered within the time-out takes the whole connection with it:
 * what came behind it on the same connection would not have been answered either.
 */
public final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final long FIRST_RECONNECT_MILLIS = 50;
    private static final long LAST_RECONNECT_MILLIS = 1_000;
    private static final long FIRST_CONNECT_MILLIS = 1_000;
    private static final long TICKS_PER_TIMEOUT = 8;

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final long timeoutNanos;
    private final long tickMillis;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();

    private @Nullable RedisConnection connection;
    private final Promise<Void> attempted = Promise.promise();
    private @Nullable Runnable onUp;
    private long reconnectMillis = FIRST_RECONNECT_MILLIS;
    private long downSinceNanos = System.nanoTime();
    private boolean reportedDown;
    private boolean closed;
    /**
     * Time as far as this loop had the chance to read answers. While the loop itself is held up it hardly passes, so
     * that Redis is not blamed, and money not given out of the allowance for outages, for what is our own delay.
     */
    private long loopNanos;

    private long lastTickNanos = System.nanoTime();

    private record Pending(Promise<Response> promise, long deadlineNanos) {}

    private RedisLink(Vertx vertx, Context context, Redis redis, Duration timeout) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.timeoutNanos = timeout.toNanos();
        this.tickMillis = Math.max(5, timeout.toMillis() / TICKS_PER_TIMEOUT);
    }

    /**
     * Opens a link on the calling event loop; it may be used at once, and fails commands until it is connected.
     *
     * @param timeout how long a command may take
     * @param onUp called each time the link is (again) connected; may be null
     */
    public static RedisLink open(Vertx vertx, Redis redis, Duration timeout, @Nullable Runnable onUp) {
        // Not the context of the request that happens to come first: the link outlives it.
        Context root = VertxContext.getRootContext(vertx.getOrCreateContext());
        RedisLink link = new RedisLink(vertx, root, redis, timeout);
        link.onUp = onUp;
        root.runOnContext(ignored -> link.connect());
        vertx.setTimer(Math.max(FIRST_CONNECT_MILLIS, timeout.toMillis()), timer -> link.attempted.tryComplete());
        vertx.setPeriodic(link.tickMillis, timer -> {
            if (link.closed) {
                vertx.cancelTimer(timer);
            } else {
                link.checkTimeouts();
            }
        });
        return link;
    }

    /** Whether the link is connected now. */
    public boolean isUp() {
        return connection != null;
    }

    /** For how long the link has not been connected, in nanoseconds; 0 while it is. */
    public long downNanos() {
        return connection != null ? 0 : System.nanoTime() - downSinceNanos;
    }

    /** Completes once the first attempt to connect has ended, in whichever way. */
    public Future<Void> attempted() {
        return attempted.future();
    }

    /** Sends a command. The future fails with {@link RedisAwayException} if Redis does not answer in time. */
    public Future<Response> send(Request request) {
        RedisConnection current = connection;
        if (current == null) {
            return Future.failedFuture(RedisAwayException.INSTANCE);
        }
        Promise<Response> promise = Promise.promise();
        pending.add(new Pending(promise, loopNanos + timeoutNanos));
        current.send(request).onComplete(answer -> {
            // Answers come in order, so the head is this one unless the connection was given up in between.
            Pending head = pending.peek();
            if (head != null && head.promise() == promise) {
                pending.poll();
            }
            if (answer.succeeded()) {
                promise.tryComplete(answer.result());
            } else {
                promise.tryFail(isReply(answer.cause()) ? answer.cause() : RedisAwayException.INSTANCE);
            }
        });
        return promise.future();
    }

    /** Whether Redis has said no; the client makes a reply of its own for a connection that has ended. */
    private static boolean isReply(Throwable cause) {
        return cause instanceof Response reply && !"CONNECTION_CLOSED".equals(reply.toString());
    }

    public void close() {
        closed = true;
        drop();
    }

    private void connect() {
        if (closed) {
            return;
        }
        redis.connect()
                .compose(this::answering)
                .onComplete(result -> context.runOnContext(ignored -> {
                    if (result.failed()) {
                        reportDown(result.cause());
                        scheduleReconnect();
                        attempted.tryComplete();
                        return;
                    }
                    RedisConnection opened = result.result();
                    opened.exceptionHandler(e -> context.runOnContext(x -> lost(opened, e)));
                    opened.endHandler(x -> context.runOnContext(y -> lost(opened, null)));
                    connection = opened;
                    reconnectMillis = FIRST_RECONNECT_MILLIS;
                    attempted.tryComplete();
                    if (reportedDown) {
                        reportedDown = false;
                        LOG.info("Redis is back");
                    }
                    if (onUp != null) {
                        onUp.run();
                    }
                }));
    }

    /**
     * The connection once Redis answers on it. That it is connected says little: a frozen Redis accepts connections, and
     * the one that was just given up may have come back out of the client's pool.
     */
    private Future<RedisConnection> answering(RedisConnection opened) {
        Promise<RedisConnection> answered = Promise.promise();
        long timer = vertx.setTimer(LAST_RECONNECT_MILLIS, late -> answered.tryFail(RedisAwayException.INSTANCE));
        opened.send(Request.cmd(Command.PING)).onComplete(pong -> {
            vertx.cancelTimer(timer);
            if (pong.succeeded()) {
                answered.tryComplete(opened);
            } else {
                answered.tryFail(pong.cause());
            }
        });
        return answered.future().onFailure(silent -> opened.close());
    }

    private void lost(RedisConnection which, @Nullable Throwable cause) {
        if (connection == which) {
            reportDown(cause);
            drop();
            scheduleReconnect();
        }
    }

    private void checkTimeouts() {
        long now = System.nanoTime();
        loopNanos += Math.min(now - lastTickNanos, 2 * TimeUnit.MILLISECONDS.toNanos(tickMillis));
        lastTickNanos = now;
        Pending oldest = pending.peek();
        if (oldest != null && loopNanos > oldest.deadlineNanos()) {
            reportDown(null);
            drop();
            scheduleReconnect();
        }
    }

    private void drop() {
        RedisConnection dropped = connection;
        if (dropped != null) {
            downSinceNanos = System.nanoTime();
        }
        connection = null;
        Pending next;
        while ((next = pending.poll()) != null) {
            next.promise().tryFail(RedisAwayException.INSTANCE);
        }
        if (dropped != null) {
            dropped.close();
        }
    }

    private void scheduleReconnect() {
        if (!closed) {
            vertx.setTimer(reconnectMillis, timer -> connect());
            reconnectMillis = Math.min(reconnectMillis * 2, LAST_RECONNECT_MILLIS);
        }
    }

    /** One line per outage, not one per request. */
    private void reportDown(@Nullable Throwable cause) {
        if (!reportedDown) {
            reportedDown = true;
            LOG.warnf(
                    "Redis does not answer (%s); trying again every %d ms",
                    cause == null
                            ? "no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms or closed"
                            : cause.getMessage(),
                    LAST_RECONNECT_MILLIS);
        }
    }
}
