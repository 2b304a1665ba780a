package dev.fairlead.cache.response;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.redis.RedisAwayException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The responses in Redis. Every method fails with {@link RedisAwayException} if Redis does not answer in time. */
@Singleton
public final class ResponseStore {

    private static final Logger LOG = Logger.getLogger(ResponseStore.class);

    private final Redis redis;
    private final CacheConfig config;
    private final Counter hits;
    private final Counter misses;
    private final Counter stores;
    private final Counter evictions;
    private final AtomicBoolean away = new AtomicBoolean();

    ResponseStore(Redis redis, CacheConfig config, MeterRegistry registry) {
        this.redis = redis;
        this.config = config;
        this.hits = registry.counter("fairlead.cache.lookups", "result", "hit");
        this.misses = registry.counter("fairlead.cache.lookups", "result", "miss");
        this.stores = registry.counter("fairlead.cache.stores");
        this.evictions = registry.counter("fairlead.cache.evictions");
    }

    /** The response stored under {@code key}; null on a miss. */
    Future<@Nullable StoredResponse> lookUp(CacheKey key) {
        return send(CacheScripts.lookUp(key)).map(answer -> {
            (answer == null ? misses : hits).increment();
            return answer == null ? null : stored(answer);
        });
    }

    /** Stores a response in place of what was there. */
    Future<Void> store(CacheKey key, byte[] body, String contentType, GenerationId source, Duration ttl) {
        Request request = CacheScripts.store(key)
                .arg(ttl.toMillis())
                .arg(Buffer.buffer(body))
                .arg(contentType)
                .arg(source.value())
                .arg(config.maxEntries())
                .arg(config.maxBytes());
        return send(request).map(answer -> {
            stores.increment();
            evictions.increment(present(answer).toLong());
            return null;
        });
    }

    /** Deletes a response, if there is one. */
    Future<Void> delete(CacheKey key) {
        return send(CacheScripts.delete(key)).mapEmpty();
    }

    /** Deletes all responses of an organisation; answers how many there were. */
    Future<Long> purge(OrganisationId organisation) {
        return purge(organisation, 0);
    }

    Future<CacheStatistics> statistics(OrganisationId organisation) {
        return send(CacheScripts.statistics(organisation)).map(answer -> {
            Response values = present(answer);
            return new CacheStatistics(
                    values.get(0).toLong(),
                    values.get(1).toLong(),
                    values.get(2).toLong(),
                    values.get(3).toLong(),
                    values.get(4).toLong());
        });
    }

    private Future<Long> purge(OrganisationId organisation, long before) {
        return send(CacheScripts.purge(organisation)).compose(answer -> {
            Response values = present(answer);
            long gone = before + values.get(0).toLong();
            return values.get(1).toLong() == 0 ? Future.succeededFuture(gone) : purge(organisation, gone);
        });
    }

    private static StoredResponse stored(Response answer) {
        return new StoredResponse(
                answer.get(0).toBuffer(),
                answer.get(1).toString(),
                new GenerationId(answer.get(2).toString()),
                Duration.ofMillis(Math.max(0, answer.get(3).toLong())),
                Duration.ofMillis(Math.max(0, answer.get(4).toLong())));
    }

    private static Response present(@Nullable Response answer) {
        if (answer == null) {
            throw new IllegalStateException("the script always answers");
        }
        return answer;
    }

    private Future<@Nullable Response> send(Request request) {
        return redis.send(request)
                .timeout(config.redisTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .transform(result -> {
                    if (result.failed()) {
                        if (away.compareAndSet(false, true)) {
                            LOG.warnf(
                                    "Redis does not answer (%s)", result.cause().getMessage());
                        }
                        return Future.failedFuture(RedisAwayException.INSTANCE);
                    }
                    if (away.compareAndSet(true, false)) {
                        LOG.info("Redis is back");
                    }
                    return Future.succeededFuture(result.result());
                });
    }
}
