package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.cache.CacheKey;
import dev.fairlead.edge.cache.CacheRequest;
import dev.fairlead.edge.cache.CachedAnswer;
import dev.fairlead.edge.cache.ResponseCache;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.edge.timing.LoopTicker;
import dev.fairlead.platform.trace.TraceNames;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
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
     * @param routing what was decided on the way to its plan
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
            long startedNanos,
            Routing routing) {}

    /** Answers a request; everything from here on ends in exactly one settlement. */
    public void dispatch(Admitted admitted, Reply reply) {
        Generation generation = new Generation(
                admitted.generation(),
                admitted.key(),
                admitted.request(),
                admitted.attribution(),
                admitted.startedNanos());
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
        reply.header("x-openrouter-cache-status", "MISS");
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
        reply.header("x-openrouter-cache-status", "HIT");
        reply.header("x-openrouter-cache-age", found.ageSeconds());
        reply.header("x-openrouter-cache-ttl", found.ttlSeconds());
        reply.header("x-openrouter-cache-source-id", found.source());
        Span.fromContext(admitted.trace()).setAttribute(TraceNames.CACHE_HIT, true);
        settlements.settle(admitted.reservation(), generation.toEvent(200, false, Cost.ZERO), admitted.trace());
        byte[] bytes = found.body().getBytes();
        if (admitted.request().isStream()) {
            reply.endStream(replay(admitted.generation(), bytes));
        } else {
            JsonIndex json = JsonIndex.of(bytes);
            AnswerWriter answer = AnswerWriter.again(admitted.generation(), json);
            reply.whole(answer.whole(json, Bill.NOTHING, null), Bill.NOTHING);
        }
    }

    /** What lies in the cache are our own events, so each is a line of data and an empty line. */
    private static Buffer replay(GenerationId generation, byte[] events) {
        JsonIndex json = new JsonIndex();
        AnswerWriter answer = null;
        int start = 0;
        for (int p = 0; p < events.length; p++) {
            if (events[p] == '\n') {
                if (p - start > "data: ".length()) {
                    json.index(events, start + "data: ".length(), p);
                    answer = answer == null ? AnswerWriter.again(generation, json) : answer;
                    answer.chunk(json);
                }
                start = p + 1;
            }
        }
        AnswerWriter complete = answer == null ? new AnswerWriter(generation, "", "") : answer;
        complete.end(Bill.NOTHING, null);
        return complete.take();
    }
}
