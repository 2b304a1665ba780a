package dev.fairlead.cache.response;

import dev.fairlead.contracts.identity.OrganisationId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/**
 * The cache in Redis, and the scripts that keep it consistent. An organisation has
 *
 * <ul>
 *   <li>{@code fairlead:cache:{org}:<digest>}: a response, a hash that expires by itself
 *   <li>{@code fairlead:cache:{org}:index}: the digests by the time at which each expires, in epoch milliseconds
 *   <li>{@code fairlead:cache:{org}:sizes}: bytes by digest, and their sum under {@code total}
 *   <li>{@code fairlead:cache:{org}:counts}: {@code hits}, {@code misses}, {@code stores}
 * </ul>
 *
 * <p>All of them share a hash tag, so each script touches one slot of a cluster. Index and sizes learn of expired
 * responses when the organisation's next response is stored or its statistics are asked for, and expire themselves when
 * nothing can be left.
 */
final class CacheScripts {

    /** Long after the last response that they know of has expired. */
    private static final long INDEX_LIFE_MILLIS = 2 * 86_400_000L;

    private static final long COUNTS_LIFE_MILLIS = 30 * 86_400_000L;

    /** What one call does at most besides its own work, so that none keeps Redis busy for long. */
    static final int BATCH = 500;

    private static final String PRELUDE = """
            local prefix, index, sizes, counts = KEYS[1], KEYS[1] .. 'index', KEYS[1] .. 'sizes', KEYS[1] .. 'counts'
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local function count(what)
              redis.call('HINCRBY', counts, what, 1)
              redis.call('PEXPIRE', counts, %d)
            end
            local function forget(digest)
              local size = redis.call('HGET', sizes, digest)
              if size then
                redis.call('HDEL', sizes, digest)
                redis.call('HINCRBY', sizes, 'total', -size)
              end
              redis.call('ZREM', index, digest)
              return redis.call('DEL', prefix .. digest)
            end
            local function sweep()
              for _, digest in ipairs(redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, %d)) do
                forget(digest)
              end
            end
            """.formatted(COUNTS_LIFE_MILLIS, BATCH);

    private static final String LOOK_UP = PRELUDE + """
            local key = prefix .. ARGV[1]
            local found = redis.call('HMGET', key, 'body', 'type', 'source', 'at')
            if not found[1] then
              count('misses')
              return false
            end
            count('hits')
            return {found[1], found[2], found[3], now - found[4], redis.call('PTTL', key)}""";

    private static final String STORE = PRELUDE + """
            local digest, ttl, body = ARGV[1], tonumber(ARGV[2]), ARGV[3]
            local mostEntries, mostBytes = tonumber(ARGV[6]), tonumber(ARGV[7])
            local key = prefix .. digest
            forget(digest)
            sweep()
            redis.call('HSET', key, 'body', body, 'type', ARGV[4], 'source', ARGV[5], 'at', now)
            redis.call('PEXPIRE', key, ttl)
            redis.call('HSET', sizes, digest, #body)
            local bytes = redis.call('HINCRBY', sizes, 'total', #body)
            redis.call('ZADD', index, now + ttl, digest)
            local evicted = 0
            while evicted < %d and (redis.call('ZCARD', index) > mostEntries or bytes > mostBytes) do
              local first = redis.call('ZRANGE', index, 0, 1)
              local victim = first[1] == digest and first[2] or first[1]
              if not victim then break end
              forget(victim)
              bytes = tonumber(redis.call('HGET', sizes, 'total'))
              evicted = evicted + 1
            end
            redis.call('PEXPIRE', index, %d)
            redis.call('PEXPIRE', sizes, %d)
            count('stores')
            return evicted""".formatted(BATCH, INDEX_LIFE_MILLIS, INDEX_LIFE_MILLIS);

    private static final String DELETE = PRELUDE + """
            return forget(ARGV[1])""";

    private static final String PURGE = PRELUDE + """
            local gone = 0
            local digests = redis.call('ZRANGE', index, 0, %d)
            for _, digest in ipairs(digests) do gone = gone + forget(digest) end
            return {gone, redis.call('ZCARD', index)}""".formatted(BATCH - 1);

    private static final String STATISTICS = PRELUDE + """
            sweep()
            local values = redis.call('HMGET', counts, 'hits', 'misses', 'stores')
            return {
              tonumber(values[1] or 0), tonumber(values[2] or 0), tonumber(values[3] or 0),
              redis.call('ZCOUNT', index, '(' .. now, '+inf'),
              tonumber(redis.call('HGET', sizes, 'total') or 0)
            }""";

    private CacheScripts() {}

    /** Answers body, content type, source, age and time left in milliseconds; null on a miss. */
    static Request lookUp(CacheKey key) {
        return eval(LOOK_UP, key.organisation()).arg(key.digest());
    }

    /** To be given: time to live in ms, body, content type, source, most entries, most bytes. Answers what it evicted. */
    static Request store(CacheKey key) {
        return eval(STORE, key.organisation()).arg(key.digest());
    }

    /** Answers 1 if it was there. */
    static Request delete(CacheKey key) {
        return eval(DELETE, key.organisation()).arg(key.digest());
    }

    /** Deletes a batch; answers how many were still there and how many digests are left. */
    static Request purge(OrganisationId organisation) {
        return eval(PURGE, organisation);
    }

    /** Answers hits, misses, stores, entries, bytes. */
    static Request statistics(OrganisationId organisation) {
        return eval(STATISTICS, organisation);
    }

    private static Request eval(String script, OrganisationId organisation) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg("fairlead:cache:{" + organisation.value() + "}:");
    }
}
