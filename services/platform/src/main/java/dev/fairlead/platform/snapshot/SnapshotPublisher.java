package dev.fairlead.platform.snapshot;

import dev.fairlead.contracts.redis.RedisKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * Publishes versions of one snapshot: writes the value, then announces the version.
 *
 * @param <T> the snapshot
 */
public final class SnapshotPublisher<T> {

    /** Writes a version unless a later one, or the same, is there. */
    private static final String WRITE_IF_NEWER = """
            local there = redis.call('HGET', KEYS[1], ARGV[1])
            if there and tonumber(there) >= tonumber(ARGV[2]) then return 0 end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
            return 1""";

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
        return redis.send(write).compose(x -> announce(versionText)).mapEmpty();
    }

    /**
     * Publishes unless this or a later version is there, which any of several publishers may have done.
     *
     * @return whether it was published now; fails if Redis is away
     */
    public Future<Boolean> publishNewer(long version, T snapshot) {
        String versionText = Long.toString(version);
        Request write = Request.cmd(Command.EVAL)
                .arg(WRITE_IF_NEWER)
                .arg(1)
                .arg(key)
                .arg(RedisKeys.SNAPSHOT_VERSION)
                .arg(versionText)
                .arg(RedisKeys.SNAPSHOT_BODY)
                .arg(Buffer.buffer(codec.encode(snapshot)));
        return redis.send(write)
                .compose(written ->
                        written.toInteger() == 1 ? announce(versionText).map(true) : Future.succeededFuture(false));
    }

    private Future<Response> announce(String version) {
        return redis.send(
                Request.cmd(Command.PUBLISH).arg(RedisKeys.snapshotChannel(key)).arg(version));
    }
}
