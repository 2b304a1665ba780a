package dev.fairlead.platform.snapshot;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.redis.RedisSubscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest good version of a snapshot: told by the announcements, and by a poll in case one was lost. While
 * Redis or the owner is away the last good version stays. As long as there is none at all, the owner's REST API is
 * asked.
 *
 * @param <T> the snapshot
 */
public final class SnapshotReader<T> {

    private static final Logger LOG = Logger.getLogger(SnapshotReader.class);

    private final Vertx vertx;
    private final Redis redis;
    private final String key;
    private final SnapshotCodec<T> codec;
    private final @Nullable Supplier<Future<Buffer>> fallback;
    private final Consumer<T> onChange;

    private volatile @Nullable T current;
    private volatile @Nullable String version;
    /** A version that could not be read, so that it is not read again and complained of at every poll. */
    private volatile @Nullable String refused;
    /** Refreshes wished for since the one that runs began, that one included; 0 if none runs. */
    private final AtomicInteger wished = new AtomicInteger();

    /**
     * A reader; {@link #start} it.
     *
     * @param codec of this reader alone; used off the event loop
     * @param fallback asks the owner by REST, which answers with what would lie in Redis; null if there is no such way
     * @param onChange called with each new version, before {@link #current} returns it to others; off the event loop
     */
    public SnapshotReader(
            Vertx vertx,
            Redis redis,
            String key,
            SnapshotCodec<T> codec,
            @Nullable Supplier<Future<Buffer>> fallback,
            Consumer<T> onChange) {
        this.vertx = vertx;
        this.redis = redis;
        this.key = key;
        this.codec = codec;
        this.fallback = fallback;
        this.onChange = onChange;
    }

    /** Starts listening and polling. */
    public void start(Duration poll) {
        RedisSubscription.open(vertx, redis, RedisKeys.snapshotChannel(key), message -> refresh(), this::refresh);
        vertx.setPeriodic(poll.toMillis(), timer -> refresh());
        refresh();
    }

    /** The newest good version; null as long as there was none. */
    public @Nullable T current() {
        return current;
    }

    private void refresh() {
        // One at a time; what is announced in the meantime is looked at afterwards.
        if (wished.getAndIncrement() == 0) {
            readNewest();
        }
    }

    private void readNewest() {
        int seen = wished.get();
        redis.send(Request.cmd(Command.HGET).arg(key).arg(RedisKeys.SNAPSHOT_VERSION))
                .compose(answer -> {
                    if (answer == null) {
                        return askOwner();
                    }
                    String newest = answer.toString();
                    if (newest.equals(version)) {
                        return Future.succeededFuture();
                    }
                    return newest.equals(refused) ? askOwner() : load();
                })
                .recover(e -> askOwner())
                .onComplete(done -> {
                    if (done.failed()) {
                        LOG.debugf("snapshot %s: %s", key, done.cause().getMessage());
                    }
                    if (!wished.compareAndSet(seen, 0)) {
                        readNewest();
                    }
                });
    }

    private Future<Void> load() {
        Request read = Request.cmd(Command.HMGET)
                .arg(key)
                .arg(RedisKeys.SNAPSHOT_VERSION)
                .arg(RedisKeys.SNAPSHOT_BODY);
        return redis.send(read)
                .compose(answer -> vertx.executeBlocking(() -> {
                    Response newVersion = answer.get(0);
                    Response body = answer.get(1);
                    if (newVersion != null && body != null) {
                        read(body.toBytes(), newVersion.toString());
                    }
                    return null;
                }));
    }

    private void read(byte[] body, String newVersion) {
        T snapshot;
        try {
            snapshot = codec.decode(body);
        } catch (IllegalArgumentException e) {
            refused = newVersion;
            LOG.errorf("snapshot %s: version %s is not used: %s", key, newVersion, e.getMessage());
            return;
        }
        accept(snapshot, newVersion);
    }

    private Future<Void> askOwner() {
        if (current != null || fallback == null) {
            return Future.succeededFuture();
        }
        return fallback.get()
                .compose(body -> vertx.executeBlocking(() -> {
                    accept(codec.decode(body.getBytes()), null);
                    return null;
                }));
    }

    private void accept(T snapshot, @Nullable String newVersion) {
        onChange.accept(snapshot);
        // The first one tells an operator that all is well; a routing table comes every second.
        LOG.logf(
                current == null ? Logger.Level.INFO : Logger.Level.DEBUG,
                "snapshot %s: version %s",
                key,
                newVersion == null ? "of its owner" : newVersion);
        current = snapshot;
        version = newVersion;
    }
}
