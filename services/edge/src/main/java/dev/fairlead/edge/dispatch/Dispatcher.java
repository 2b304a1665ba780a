package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.cache.CacheKey;
import dev.fairlead.edge.cache.CacheRequest;
import dev.fairlead.edge.cache.CachedAnswer;
import dev.fairlead.edge.cache.ResponseCache;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.metering.UsageJson;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.edge.timing.LoopTicker;
import dev.fairlead.platform.trace.TraceNames;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Carries out plans: asks the cache where that was wished, then the providers, and settles. */
@Singleton
public class Dispatcher {

    private final EdgeConfig config;
    private final LoopTicker ticker;
    private final Upstream upstream;
    private final ResponseCache cache;
    private final Settlements settlements;
    private final Spans spans;

    Dispatcher(
            EdgeConfig config,
            LoopTicker ticker,
            Upstream upstream,
            ResponseCache cache,
            Settlements settlements,
            Spans spans) {
        this.config = config;
        this.ticker = ticker;
        this.upstream = upstream;
        this.cache = cache;
        this.settlements = settlements;
        this.spans = spans;
    }

    /**
     * A request that may be dispatched.
     *
     * @param trace the context of its span
     * @param startedNanos when it arrived, by {@link System#nanoTime}
     */
    public record Admitted(
            GenerationId generation,
            ApiKey key,
            ChatRequest request,
            MultiMap headers,
            Attribution attribution,
            Plan plan,
            Reservation reservation,
            Context trace,
            long startedNanos) {}

    /** Answers a request; everything from here on ends in exactly one settlement. */
    public void dispatch(Admitted admitted, HttpServerResponse response) {
        Generation generation = new Generation(
                admitted.generation(),
                admitted.key(),
                admitted.request(),
                admitted.attribution(),
                admitted.startedNanos());
        Reply reply = new Reply(response, admitted.generation(), System.currentTimeMillis() / 1000);
        CacheRequest wish = CacheRequest.of(admitted.headers());
        if (wish == null) {
            startExchange(admitted, generation, reply, null);
            return;
        }
        CacheKey key = CacheKey.of(admitted.key(), admitted.request());
        if (wish.clear()) {
            miss(admitted, generation, reply, key, wish);
            return;
        }
        cache.lookUp(key).onSuccess(found -> {
            if (found == null || reply.isGone()) {
                miss(admitted, generation, reply, key, wish);
            } else {
                hit(admitted, generation, reply, found);
            }
        });
    }

    EdgeConfig config() {
        return config;
    }

    LoopTicker ticker() {
        return ticker;
    }

    Upstream upstream() {
        return upstream;
    }

    Settlements settlements() {
        return settlements;
    }

    Spans spans() {
        return spans;
    }

    private void miss(Admitted admitted, Generation generation, Reply reply, CacheKey key, CacheRequest wish) {
        reply.response().putHeader("x-openrouter-cache-status", "MISS");
        startExchange(
                admitted,
                generation,
                reply,
                body -> cache.store(
                        key,
                        admitted.generation(),
                        wish.ttlSeconds(),
                        admitted.request().isStream(),
                        body));
    }

    private void startExchange(
            Admitted admitted, Generation generation, Reply reply, Exchange.@Nullable CacheWriter cacheWriter) {
        new Exchange(this, admitted, generation, reply, cacheWriter).start();
    }

    private void hit(Admitted admitted, Generation generation, Reply reply, CachedAnswer found) {
        generation.answeredFromCache(admitted.plan().candidates().getFirst());
        reply.response()
                .putHeader("x-openrouter-cache-status", "HIT")
                .putHeader("x-openrouter-cache-age", found.ageSeconds())
                .putHeader("x-openrouter-cache-ttl", found.ttlSeconds())
                .putHeader("x-openrouter-cache-source-id", found.source());
        Span.fromContext(admitted.trace()).setAttribute(TraceNames.CACHE_HIT, true);
        settlements.settle(admitted.reservation(), generation.toEvent(200, false, Cost.ZERO), admitted.trace());
        String nothing = UsageJson.of(TokenUsage.NONE, Cost.ZERO);
        JsonIndex json = new JsonIndex();
        if (admitted.request().isStream()) {
            Buffer events = found.body();
            byte[] bytes = events.getBytes();
            replay(bytes, json, reply);
            reply.endStream(nothing);
        } else {
            byte[] bytes = found.body().getBytes();
            json.index(bytes, 0, bytes.length);
            reply.answeredBy(json);
            reply.whole(json, nothing);
        }
    }

    /** What lies in the cache are our own events, so each is a line of data and an empty line. */
    private static void replay(byte[] events, JsonIndex json, Reply reply) {
        int start = 0;
        for (int p = 0; p < events.length; p++) {
            if (events[p] == '\n') {
                if (p - start > "data: ".length()) {
                    json.index(events, start + "data: ".length(), p);
                    reply.answeredBy(json);
                    reply.chunk(json);
                    reply.flush();
                }
                start = p + 1;
            }
        }
    }
}
