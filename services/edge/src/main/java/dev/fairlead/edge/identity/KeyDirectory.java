package dev.fairlead.edge.identity;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.redis.RedisLink;
import dev.fairlead.platform.redis.RedisSubscription;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that this edge knows, in memory. A key that it does not know is looked for once, however many requests
 * carry it: first among the keys that billing has published in Redis, then at billing itself. Changes arrive by
 * announcement; a known key is read again from time to time in case one was lost, and stays known while nobody can be
 * asked.
 */
@Singleton
public class KeyDirectory {

    private static final Logger LOG = Logger.getLogger(KeyDirectory.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Entry(ApiKey key, long readAtNanos) {}

    private final Vertx vertx;
    private final Redis redis;
    private final BillingKeys billing;
    private final long refreshNanos;
    private final int lookupsPerSecond;
    /** A connection for each event loop: a pool would be empty in a flood, and wait for a Redis that is frozen. */
    private final FastThreadLocal<RedisLink> links;

    private final Cache<KeyHash, Entry> known;
    private final Cache<KeyHash, Boolean> unknown;
    private final ConcurrentMap<KeyHash, Future<KeyVerdict>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong lookupSecond = new AtomicLong();
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile Future<?> latestAnswer = Future.failedFuture("nobody was asked yet");

    KeyDirectory(Vertx vertx, Redis redis, BillingKeys billing, EdgeConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.billing = billing;
        this.refreshNanos = config.keys().refresh().toNanos();
        this.lookupsPerSecond = config.keys().lookupsPerSecond();
        this.links = new FastThreadLocal<>() {
            @Override
            protected RedisLink initialValue() {
                return RedisLink.open(vertx, redis, config.admission().redisTimeout(), null);
            }
        };
        this.known = Caffeine.newBuilder().maximumSize(config.keys().maximum()).build();
        this.unknown = Caffeine.newBuilder()
                .maximumSize(config.keys().maximum())
                .expireAfterWrite(config.keys().negative().toNanos(), TimeUnit.NANOSECONDS)
                .build();
    }

    /** Starts listening for changes. */
    public void start() {
        // After a gap in the announcements anything may have changed: every known key is due to be read again.
        RedisSubscription.open(vertx, redis, RedisKeys.KEY_CHANGES, this::changed, this::expireAll);
    }

    /** What the edge knows at once; null if it has to look. */
    public @Nullable KeyVerdict peek(KeyHash hash) {
        Entry entry = known.getIfPresent(hash);
        if (entry != null) {
            long now = System.nanoTime();
            if (now - entry.readAtNanos() > refreshNanos) {
                // Due again in a second, so that not every request looks while nobody answers.
                known.asMap().replace(hash, entry, new Entry(entry.key(), now - refreshNanos + RETRY_NANOS));
                lookUp(hash);
            }
            return new KeyVerdict.Known(entry.key());
        }
        return unknown.getIfPresent(hash) == null ? null : KeyVerdict.Unknown.INSTANCE;
    }

    /** Looks for a key; never fails. Many callers with the same key share one look-up. */
    public Future<KeyVerdict> lookUp(KeyHash hash) {
        Promise<KeyVerdict> promise = Promise.promise();
        Future<KeyVerdict> other = underWay.putIfAbsent(hash, promise.future());
        if (other != null) {
            return here(other);
        }
        published(hash)
                .compose(found -> found != null ? Future.succeededFuture(remember(found)) : ask(hash, true))
                .recover(redisAway -> ask(hash, false))
                .onComplete(verdict -> {
                    underWay.remove(hash);
                    promise.complete(verdict.succeeded() ? verdict.result() : KeyVerdict.Undecided.INSTANCE);
                });
        return here(promise.future());
    }

    /** A look-up is answered on whichever event loop; each caller goes on with it on its own. */
    private Future<KeyVerdict> here(Future<KeyVerdict> verdict) {
        Context context = vertx.getOrCreateContext();
        Promise<KeyVerdict> promise = Promise.promise();
        verdict.onComplete(any -> context.runOnContext(x -> promise.handle(any)));
        return promise.future();
    }

    private Future<@Nullable ApiKey> published(KeyHash hash) {
        RedisLink link = links.get();
        return link.attempted()
                .compose(tried -> link.send(Request.cmd(Command.GET).arg(RedisKeys.apiKey(hash))))
                .map(answer -> answer == null ? null : parse(answer.toString()));
    }

    /**
     * Asks billing, within the rate: a flood of invented keys must not become a flood at the database. Beyond it, what
     * is not among the published keys counts as unknown, provided that billing answers at all: while it does not, a key
     * may exist that nobody could publish.
     */
    private Future<KeyVerdict> ask(KeyHash hash, boolean redisHasAnswered) {
        if (!mayAsk()) {
            return redisHasAnswered
                    ? latestAnswer
                            .map(answered -> (KeyVerdict) KeyVerdict.Unknown.INSTANCE)
                            .otherwise(KeyVerdict.Undecided.INSTANCE)
                    : Future.succeededFuture(KeyVerdict.Undecided.INSTANCE);
        }
        Future<@Nullable ApiKey> answer = Future.fromCompletionStage(billing.find(hash), vertx.getOrCreateContext());
        latestAnswer = answer;
        return answer.map(found -> {
                    if (found == null) {
                        unknown.put(hash, Boolean.TRUE);
                        known.invalidate(hash);
                        return (KeyVerdict) KeyVerdict.Unknown.INSTANCE;
                    }
                    return remember(found);
                })
                .otherwise(KeyVerdict.Undecided.INSTANCE);
    }

    private boolean mayAsk() {
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (lookupSecond.getAndSet(second) != second) {
            lookups.set(0);
        }
        return lookups.incrementAndGet() <= lookupsPerSecond;
    }

    private KeyVerdict remember(ApiKey key) {
        Entry entry = known.asMap()
                .merge(
                        key.hash(),
                        new Entry(key, System.nanoTime()),
                        (old, read) -> old.key().revision() > read.key().revision() ? old : read);
        unknown.invalidate(key.hash());
        return new KeyVerdict.Known(entry.key());
    }

    private void changed(String json) {
        ApiKey key = parse(json);
        if (key != null) {
            unknown.invalidate(key.hash());
            // Keys that nobody uses here need no place in memory.
            known.asMap()
                    .computeIfPresent(
                            key.hash(),
                            (hash, old) ->
                                    old.key().revision() > key.revision() ? old : new Entry(key, System.nanoTime()));
        }
    }

    private void expireAll() {
        long longAgo = System.nanoTime() - refreshNanos - 1;
        known.asMap().replaceAll((hash, entry) -> new Entry(entry.key(), longAgo));
        unknown.invalidateAll();
    }

    private static @Nullable ApiKey parse(String json) {
        try {
            return FairleadJson.mapper().readValue(json, ApiKey.class);
        } catch (IOException e) {
            LOG.errorf("a published API key cannot be read: %s", e.getClass().getSimpleName());
            return null;
        }
    }
}
