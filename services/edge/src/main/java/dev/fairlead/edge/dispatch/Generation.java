package dev.fairlead.edge.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.contracts.usage.UsageSource;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.request.ServiceTier;
import org.jspecify.annotations.Nullable;

/** What becomes of a request: gathered while it runs, turned into the usage event when it is over. */
final class Generation {

    /** How many bytes of text make a token, on average, where nobody has counted them. */
    private static final int BYTES_PER_TOKEN = 4;

    /** How an answer ends that calls a tool. */
    private static final String TOOL_CALLS = "tool_calls";

    private final GenerationId id;
    private final ApiKey key;
    private final ChatRequest request;
    private final Attribution attribution;
    private final long startedAtMillis;
    private final long startedNanos;
    private final List<Attempt> attempts = new ArrayList<>();

    private @Nullable Candidate answering;
    private @Nullable TokenUsage reported;
    private @Nullable String upstreamId;
    private @Nullable String serviceTier;
    private @Nullable String finishReason;
    private long firstContentNanos;
    private long contentChunks;
    private long contentBytes;
    private boolean promptSent;
    private boolean cacheHit;

    Generation(GenerationId id, ApiKey key, ChatRequest request, Attribution attribution, long startedNanos) {
        this.id = id;
        this.key = key;
        this.request = request;
        this.attribution = attribution;
        this.startedAtMillis = System.currentTimeMillis();
        this.startedNanos = startedNanos;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    long firstContentNanos() {
        return firstContentNanos;
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }

    @Nullable
    String upstreamId() {
        return upstreamId;
    }

    /** An attempt begins; nothing of an earlier one counts any more. */
    void attemptAt(Candidate candidate) {
        answering = candidate;
        promptSent = true;
        reported = null;
        upstreamId = null;
        serviceTier = null;
        finishReason = null;
        contentChunks = 0;
        contentBytes = 0;
    }

    void attemptEnded(Attempt attempt) {
        attempts.add(attempt);
    }

    /** No attempt has answered. */
    void unanswered() {
        answering = null;
        promptSent = false;
    }

    /** The cache has answered in the place of this endpoint. */
    void answeredFromCache(Candidate candidate) {
        answering = candidate;
        cacheHit = true;
        reported = TokenUsage.NONE;
        firstContentNanos = System.nanoTime();
    }

    void content(long bytes) {
        if (firstContentNanos == 0) {
            firstContentNanos = System.nanoTime();
        }
        contentChunks++;
        contentBytes += bytes;
    }

    void identifiedAs(@Nullable String providersId) {
        if (upstreamId == null) {
            upstreamId = providersId;
        }
    }

    /** What a provider says of the tier; the first that it says counts. */
    void servedAs(@Nullable String tier) {
        if (serviceTier == null) {
            serviceTier = tier;
        }
    }

    boolean knowsServiceTier() {
        return serviceTier != null;
    }

    /** Whether what is charged is an operator's ceiling, and not the provider's price. */
    boolean isChargedAtCeiling() {
        Candidate candidate = answering;
        return candidate != null && !cacheHit && candidate.endpoint().pricedByCeiling();
    }

    void finishedBy(@Nullable String reason) {
        if (reason != null) {
            finishReason = reason;
        }
    }

    void used(@Nullable TokenUsage usage) {
        if (usage != null) {
            reported = usage;
        }
    }

    /**
     * What was consumed: the provider's count, else an estimate from what was sent and received. A chunk of a stream is
     * taken for a token, which is what most providers make of it.
     */
    TokenUsage usage() {
        if (reported != null) {
            return reported;
        }
        if (!promptSent) {
            return TokenUsage.NONE;
        }
        long completion = request.isStream() ? contentChunks : contentBytes / BYTES_PER_TOKEN;
        return TokenUsage.ofText(Math.ceilDiv(request.body().length, BYTES_PER_TOKEN), completion);
    }

    private UsageSource usageSource() {
        if (reported != null) {
            return reported.totalTokens() == 0 ? UsageSource.NONE : UsageSource.EXACT;
        }
        return promptSent ? UsageSource.ESTIMATED : UsageSource.NONE;
    }

    Cost cost() {
        if (answering == null || cacheHit || !promptSent) {
            return Cost.ZERO;
        }
        String tier = ServiceTier.served(serviceTier, request.features().serviceTier());
        return answering.prices().costOf(usage(), Instant.ofEpochMilli(startedAtMillis), tier);
    }

    /**
     * What the router learns from an attempt. Tokens are told of whatever was answered, even if it broke off.
     *
     * @param begunNanos when the request was sent, as of {@link System#nanoTime}
     * @param endedNanos when it ended, likewise
     * @param retryAfterMillis what the provider asked for; -1 if it did not
     */
    Outcome toOutcome(
            Candidate tried, OutcomeKind kind, int status, long begunNanos, long endedNanos, long retryAfterMillis) {
        boolean answered = kind == OutcomeKind.SUCCESS || firstContentNanos != 0;
        TokenUsage used = answered ? usage() : TokenUsage.NONE;
        // The first token of an answer that comes as a whole was there earlier; nobody saw when.
        boolean sawFirstToken = request.isStream() && firstContentNanos != 0;
        return new Outcome(
                tried.endpoint().id(),
                kind,
                status,
                System.currentTimeMillis(),
                sawFirstToken ? TimeUnit.NANOSECONDS.toMillis(firstContentNanos - begunNanos) : -1,
                TimeUnit.NANOSECONDS.toMillis(endedNanos - begunNanos),
                used.promptTokens(),
                used.completionTokens(),
                retryAfterMillis,
                request.offersTools(),
                TOOL_CALLS.equals(finishReason));
    }

    UsageEvent toEvent(int status, boolean cancelled, Cost cost) {
        Candidate candidate = answering;
        return new UsageEvent(
                id,
                key.organisation(),
                key.hash(),
                request.models().getFirst(),
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
                usage(),
                usageSource(),
                cost,
                startedAtMillis,
                firstContentNanos == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstContentNanos - startedNanos),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                attempts,
                attribution,
                null);
    }
}
