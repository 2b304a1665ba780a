package dev.fairlead.edge.dispatch;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.UsageSource;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.WholeAnswer;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.request.ServiceTier;
import org.jspecify.annotations.Nullable;

/** What one endpoint answers to a request: gathered while it comes. */
final class Completion {

    /** How many bytes of text make a token, on average, where nobody has counted them. */
    private static final int BYTES_PER_TOKEN = 4;

    /** How an answer ends that calls a tool. */
    private static final String TOOL_CALLS = "tool_calls";

    /** How an answer ends that its provider could not complete. */
    private static final String ERROR = "error";

    private static final String STOP = "stop";

    private final Candidate candidate;
    private final ChatRequest request;
    private final long startedAtMillis;

    private @Nullable TokenUsage reported;
    private @Nullable String upstreamId;
    private @Nullable String serviceTier;
    private @Nullable String finishReason;
    private long firstContentNanos;
    private long contentChunks;
    private long contentBytes;

    /**
     * An answer of which nothing has come.
     *
     * @param startedAtMillis when the request arrived here, in epoch milliseconds: its prices hold as of then
     */
    Completion(Candidate candidate, ChatRequest request, long startedAtMillis) {
        this.candidate = candidate;
        this.request = request;
        this.startedAtMillis = startedAtMillis;
    }

    Candidate candidate() {
        return candidate;
    }

    /** When the first content came, as of {@link System#nanoTime}; 0 if none has come. */
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

    /** Takes the next part of a stream. */
    void add(CompletionEvent.Chunk chunk) {
        if (upstreamId == null) {
            upstreamId = chunk.upstreamId();
        }
        // The first that a provider says of the tier counts.
        if (serviceTier == null) {
            serviceTier = chunk.serviceTier();
        }
        if (chunk.finishReason() != null) {
            finishReason = chunk.finishReason();
        }
        if (chunk.hasContent()) {
            content(0);
        }
    }

    /** Takes an answer that comes as a whole. */
    void add(WholeAnswer answer) {
        upstreamId = answer.upstreamId();
        serviceTier = answer.serviceTier();
        finishReason = answer.finishReason();
        used(answer.usage());
        if (saysSomething(answer)) {
            content(answer.json().bytes().length);
        }
    }

    void used(@Nullable TokenUsage usage) {
        if (usage != null) {
            reported = usage;
        }
    }

    private void content(long bytes) {
        if (firstContentNanos == 0) {
            firstContentNanos = System.nanoTime();
        }
        contentChunks++;
        contentBytes += bytes;
    }

    /** The provider's count of tokens tells at once; only where it is zero or missing the text is looked at. */
    private static boolean saysSomething(WholeAnswer answer) {
        TokenUsage usage = answer.usage();
        return (usage != null && usage.completionTokens() > 0) || answer.hasContent();
    }

    /**
     * Whether a complete answer says nothing, and gives no good reason for that, such as a filter or a limit: no
     * content, no call of a tool, no tokens.
     */
    boolean isEmpty() {
        return firstContentNanos == 0
                && (reported == null || reported.completionTokens() == 0)
                && (isBlank(finishReason) || STOP.equals(finishReason) || ERROR.equals(finishReason));
    }

    /** Whether the provider itself says that it could not complete its answer. */
    boolean isErroneous() {
        return ERROR.equals(finishReason);
    }

    /** Whether a complete answer is not charged: no tokens and no reason why, or an error for a reason. */
    boolean isInsured() {
        return isErroneous() || (usage().completionTokens() == 0 && isBlank(finishReason));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /**
     * What was consumed: the provider's count, else an estimate from what was sent and received. A chunk of a stream is
     * taken for a token, which is what most providers make of it.
     */
    TokenUsage usage() {
        if (reported != null) {
            return reported;
        }
        long completion = request.isStream() ? contentChunks : contentBytes / BYTES_PER_TOKEN;
        return TokenUsage.ofText(Math.ceilDiv(request.body().length, BYTES_PER_TOKEN), completion);
    }

    UsageSource usageSource() {
        if (reported == null) {
            return UsageSource.ESTIMATED;
        }
        return reported.totalTokens() == 0 ? UsageSource.NONE : UsageSource.EXACT;
    }

    /** What it costs, unless it is insured. */
    Cost cost() {
        String asked = candidate.serviceTier();
        String tier = ServiceTier.served(
                serviceTier, asked == null ? request.features().serviceTier() : asked);
        return candidate.prices().costOf(usage(), Instant.ofEpochMilli(startedAtMillis), tier);
    }

    /**
     * What the router learns. Tokens are told of whatever was answered, even if it broke off.
     *
     * @param begunNanos when the request was sent, as of {@link System#nanoTime}
     * @param endedNanos when it ended, likewise
     * @param retryAfterMillis what the provider asked for; -1 if it did not
     */
    Outcome toOutcome(OutcomeKind kind, int status, long begunNanos, long endedNanos, long retryAfterMillis) {
        boolean answered = kind == OutcomeKind.SUCCESS || firstContentNanos != 0;
        TokenUsage used = answered ? usage() : TokenUsage.NONE;
        // The first token of an answer that comes as a whole was there earlier; nobody saw when.
        boolean sawFirstToken = request.isStream() && firstContentNanos != 0;
        return new Outcome(
                candidate.endpoint().id(),
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
}
