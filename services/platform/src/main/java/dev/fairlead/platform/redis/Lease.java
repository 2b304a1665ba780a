package dev.fairlead.platform.redis;

import java.time.Duration;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/** A right that one replica of a service has at a time; it lapses by itself when its holder goes away. */
public final class Lease {

    /** Renews the lease if it is ours, takes it if it is nobody's. */
    private static final String HOLD = """
            local holder = redis.call('GET', KEYS[1])
            if holder and holder ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1""";

    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0""";

    private final Redis redis;
    private final String key;
    private final Duration time;
    private final String holder = UUID.randomUUID().toString();

    /**
     * A lease that is not held yet.
     *
     * @param key where it is noted who has it
     * @param time after which it lapses if it is not renewed
     */
    public Lease(Redis redis, String key, Duration time) {
        this.redis = redis;
        this.key = key;
        this.time = time;
    }

    /** Takes or renews the lease; whether it is ours now. */
    public Future<Boolean> hold() {
        return redis.send(script(HOLD).arg(holder).arg(time.toMillis())).map(answer -> answer.toInteger() == 1);
    }

    /** Gives the lease back if it is ours. */
    public Future<Void> release() {
        return redis.send(script(RELEASE).arg(holder)).mapEmpty();
    }

    private Request script(String script) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg(key);
    }
}
