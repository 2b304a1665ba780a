package dev.fairlead.router.publication;

import java.time.Duration;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/** The right to publish, which one replica has at a time; it lapses by itself when its holder goes away. */
final class PublisherLease {

    private static final String KEY = "fairlead:routing:publisher";

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
    private final Duration time;
    private final String holder = UUID.randomUUID().toString();

    PublisherLease(Redis redis, Duration time) {
        this.redis = redis;
        this.time = time;
    }

    /** Takes or renews the lease; whether it is ours now. */
    Future<Boolean> hold() {
        return redis.send(script(HOLD).arg(holder).arg(time.toMillis())).map(answer -> answer.toInteger() == 1);
    }

    /** Gives the lease back if it is ours. */
    Future<Void> release() {
        return redis.send(script(RELEASE).arg(holder)).mapEmpty();
    }

    private static Request script(String script) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg(KEY);
    }
}
