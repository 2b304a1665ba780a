package dev.fairlead.platform.snapshot;

import dev.fairlead.contracts.redis.RedisKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/**
 * Publishes versions of one snapshot: writes the value, then announces the version.
 *
 * @param <T> the snapshot
 */
public final class SnapshotPublisher<T> {

    private final Redis redis;
    private final String key;
    private final SnapshotCodec<T> codec;

    /**
     * A publisher.
     *
     * @param key one of the snapshot keys of {@link RedisKeys}
     */
    public SnapshotPublisher(Redis redis, String key, SnapshotCodec<T> codec) {
        this.redis = redis;
        this.key = key;
        this.codec = codec;
    }

    /** Publishes; fails if Redis is away, and may then be called again with the same version. */
    public Future<Void> publish(long version, T snapshot) {
        String versionText = Long.toString(version);
        Request write = Request.cmd(Command.HSET)
                .arg(key)
                .arg(RedisKeys.SNAPSHOT_VERSION)
                .arg(versionText)
                .arg(RedisKeys.SNAPSHOT_BODY)
                .arg(Buffer.buffer(codec.encode(snapshot)));
        Request announce =
                Request.cmd(Command.PUBLISH).arg(RedisKeys.snapshotChannel(key)).arg(versionText);
        return redis.send(write).compose(x -> redis.send(announce)).mapEmpty();
    }
}
