package dev.fairlead.edge.dispatch;

import java.util.List;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.affinity.Affinities;
import dev.fairlead.edge.cache.CacheKey;
import dev.fairlead.edge.cache.CacheRequest;
import dev.fairlead.edge.cache.CachedAnswer;
import dev.fairlead.edge.cache.ResponseCache;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.telemetry.RequestMetrics;
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
    private final Failover failover;
    private final Affinities affinities;
    private final ResponseCache cache;
    private final Recorder recorder;
    private final RequestMetrics metrics;
    private final Spans spans;

    Dispatcher(
            EdgeConfig config,
            LoopTicker ticker,
            Upstream upstream,
            Failover failover,
            Affinities affinities,
            ResponseCache cache,
            Recorder recorder,
            RequestMetrics metrics,
            Spans spans) {
        this.config = config;
        this.ticker = ticker;
        this.upstream = upstream;
        this.failover = failover;
        this.affinities = affinities;
        this.cache = cache;
        this.recorder = recorder;
        this.metrics = metrics;
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
        CacheRequest wish = CacheRequest.of(admitted.headers());
        if (wish == null) {
            new Exchange(this, admitted, reply, null).start();
            return;
        }
        CacheKey key = CacheKey.of(admitted.key(), admitted.request());
        if (wish.clear()) {
            miss(admitted, reply, key, wish);
            return;
        }
        cache.lookUp(key).onSuccess(found -> {
            if (found == null || reply.isGone()) {
                miss(admitted, reply, key, wish);
            } else {
                hit(admitted, reply, found);
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

    Failover failover() {
        return failover;
    }

    Affinities affinities() {
        return affinities;
    }

    Recorder recorder() {
        return recorder;
    }

    RequestMetrics metrics() {
        return metrics;
    }

    Spans spans() {
        return spans;
    }

    private void miss(Admitted admitted, Reply reply, CacheKey key, CacheRequest wish) {
        reply.header("x-openrouter-cache-status", "MISS");
        Exchange.CacheWriter writer = body -> cache.store(
                key,
                admitted.generation(),
                wish.ttlSeconds(),
                admitted.request().isStream(),
                body);
        new Exchange(this, admitted, reply, writer).start();
    }

    private void hit(Admitted admitted, Reply reply, CachedAnswer found) {
        reply.header("x-openrouter-cache-status", "HIT");
        reply.header("x-openrouter-cache-age", found.ageSeconds());
        reply.header("x-openrouter-cache-ttl", found.ttlSeconds());
        reply.header("x-openrouter-cache-source-id", found.source());
        Span.fromContext(admitted.trace()).setAttribute(TraceNames.CACHE_HIT, true);
        Candidate first = admitted.plan().candidates().getFirst();
        recorder.settle(admitted.reservation(), new Generation(admitted).toEventOfCache(first), admitted.trace());
        Routing routing = admitted.routing();
        String metadata =
                routing.wantsMetadata() ? RouterMetadata.json(routing, admitted.plan(), List.of(), null) : null;
        byte[] bytes = found.body().getBytes();
        if (admitted.request().isStream()) {
            reply.endStream(replay(admitted.generation(), bytes, metadata));
        } else {
            JsonIndex json = JsonIndex.of(bytes);
            AnswerWriter answer = AnswerWriter.again(admitted.generation(), json);
            reply.whole(answer.whole(json, Bill.NOTHING, metadata), Bill.NOTHING);
        }
    }

    /** What lies in the cache are our own events, so each is a line of data and an empty line. */
    private static Buffer replay(GenerationId generation, byte[] events, @Nullable String metadata) {
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
        complete.end(Bill.NOTHING, metadata);
        return complete.take();
    }
}
