package dev.fairlead.edge.cache;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The response cache, for the way of a request. While it is away, or slow, every look-up is a miss. */
@Singleton
public class ResponseCache {

    private static final Logger LOG = Logger.getLogger(ResponseCache.class);

    /** The largest answer that is worth keeping, in bytes. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private final Vertx vertx;
    private final CacheCalls calls;

    public ResponseCache(Vertx vertx, CacheCalls calls) {
        this.vertx = vertx;
        this.calls = calls;
    }

    /** The answer; null on a miss. Never fails; completed on the calling event loop. */
    public Future<@Nullable CachedAnswer> lookUp(CacheKey key) {
        return Future.fromCompletionStage(calls.lookUp(key), vertx.getOrCreateContext())
                .otherwise(e -> {
                    LOG.debugf("cache look-up: %s", e.getMessage());
                    return null;
                });
    }

    /** Keeps an answer, if the cache is there. */
    public void store(CacheKey key, GenerationId source, int ttlSeconds, boolean stream, Buffer body) {
        if (body.length() <= MAX_BYTES) {
            Future.fromCompletionStage(calls.store(key, source, ttlSeconds, stream, body))
                    .onFailure(e -> LOG.debugf("cache store: %s", e.getMessage()));
        }
    }
}
