package dev.fairlead.edge.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.contracts.usage.UsageSource;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/** What becomes of a request: gathered while it runs, turned into the usage event when it is over. */
final class Generation {

    private static final int OK = 200;

    private final GenerationId id;
    private final ApiKey key;
    private final ChatRequest request;
    private final Attribution attribution;
    private final Routing routing;
    private final long startedAtMillis;
    private final long startedNanos;
    private final List<Attempt> attempts = new ArrayList<>(2);

    Generation(Dispatcher.Admitted admitted) {
        this.id = admitted.generation();
        this.key = admitted.key();
        this.request = admitted.request();
        this.attribution = admitted.attribution();
        this.routing = admitted.routing();
        this.startedAtMillis = System.currentTimeMillis();
        this.startedNanos = admitted.startedNanos();
    }

    /** When the request arrived, in epoch milliseconds. */
    long startedAtMillis() {
        return startedAtMillis;
    }

    /** Those that are over. */
    List<Attempt> attempts() {
        return attempts;
    }

    void attemptEnded(Attempt attempt) {
        attempts.add(attempt);
    }

    /** The response cache has answered in the place of an endpoint. */
    UsageEvent toEventOfCache(Candidate candidate) {
        return event(
                candidate,
                null,
                null,
                OK,
                false,
                true,
                TokenUsage.NONE,
                UsageSource.NONE,
                Cost.ZERO,
                System.nanoTime());
    }

    /**
     * An endpoint has answered, or none has.
     *
     * @param completion what was answered; null if nothing was
     */
    UsageEvent toEvent(@Nullable Completion completion, int status, boolean cancelled, Cost cost) {
        return completion == null
                ? event(null, null, null, status, cancelled, false, TokenUsage.NONE, UsageSource.NONE, cost, 0)
                : event(
                        completion.candidate(),
                        completion.upstreamId(),
                        completion.finishReason(),
                        status,
                        cancelled,
                        false,
                        completion.usage(),
                        completion.usageSource(),
                        cost,
                        completion.firstContentNanos());
    }

    private UsageEvent event(
            @Nullable Candidate candidate,
            @Nullable String upstreamId,
            @Nullable String finishReason,
            int status,
            boolean cancelled,
            boolean cacheHit,
            TokenUsage usage,
            UsageSource source,
            Cost cost,
            long firstContentNanos) {
        return new UsageEvent(
                id,
                key.organisation(),
                key.hash(),
                routing.requested(),
                candidate == null ? null : candidate.model().id(),
                candidate == null ? null : candidate.provider().id(),
                candidate == null ? null : candidate.endpoint().id(),
                upstreamId,
                request.isStream(),
                cancelled,
                cacheHit,
                status,
                finishReason,
                finishReason,
                usage,
                source,
                cost,
                startedAtMillis,
                firstContentNanos == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstContentNanos - startedNanos),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                attempts,
                attribution,
                routing.taken());
    }
}
