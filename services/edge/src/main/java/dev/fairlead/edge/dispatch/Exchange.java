package dev.fairlead.edge.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.WholeAnswer;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.edge.timing.LoopTicker;
import dev.fairlead.platform.trace.TraceNames;
import dev.fairlead.platform.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request, from its first attempt to its settlement: tries the candidates of its plan until one yields
 * content, hands that on, and settles exactly once, however it ends. After the first content there is no silent switch
 * to another endpoint. Lives on one event loop.
 */
final class Exchange implements UpstreamCall.Listener, LoopTicker.Ticking {

    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Dispatcher dispatcher;
    private final EdgeConfig config;
    private final Dispatcher.Admitted admitted;
    private final ChatRequest request;
    private final List<Candidate> candidates;
    private final Generation generation;
    private final Reply reply;
    private final Context trace;
    private final @Nullable CacheWriter cacheWriter;
    private final @Nullable Buffer recording;

    private int next;
    private @Nullable Candidate current;
    private @Nullable UpstreamCall call;
    private @Nullable AnswerWriter writer;
    private Span attemptSpan = Span.getInvalid();
    private long attemptNanos;
    private long lastWriteNanos;
    private @Nullable Fault lastFault;
    private boolean contentBegun;
    private boolean waitingForClient;
    private boolean over;

    /** Keeps a complete answer for the next caller. */
    interface CacheWriter {
        void store(Buffer body);
    }

    Exchange(
            Dispatcher dispatcher,
            Dispatcher.Admitted admitted,
            Generation generation,
            Reply reply,
            @Nullable CacheWriter cacheWriter) {
        this.dispatcher = dispatcher;
        this.config = dispatcher.config();
        this.admitted = admitted;
        this.request = admitted.request();
        this.candidates = admitted.plan().candidates();
        this.trace = admitted.trace();
        this.generation = generation;
        this.reply = reply;
        this.cacheWriter = cacheWriter;
        this.recording = cacheWriter != null && request.isStream() ? Buffer.buffer() : null;
        this.lastWriteNanos = admitted.startedNanos();
    }

    void start() {
        reply.onGone(this::clientGone);
        dispatcher.ticker().add(this);
        if (reply.isGone()) {
            clientGone();
        } else {
            tryNext();
        }
    }

    private void tryNext() {
        Fault previous = lastFault;
        if (previous != null && !previous.isWorthAnotherEndpoint()) {
            skipModel();
        }
        if (next >= candidates.size()) {
            giveUp(previous == null ? Fault.of(OutcomeKind.CONNECT_FAILED, "there is nobody to ask") : previous);
            return;
        }
        Candidate candidate = candidates.get(next++);
        current = candidate;
        generation.attemptAt(candidate);
        writer = new AnswerWriter(
                admitted.generation(), candidate.name(), candidate.provider().name());
        attemptNanos = System.nanoTime();
        attemptSpan = dispatcher
                .spans()
                .attempt(
                        trace,
                        candidate,
                        next,
                        request.isStream(),
                        request.features().completionTokens());
        String traceparent = TraceParent.of(Spans.propagated(attemptSpan, trace).getSpanContext());
        Upstream upstream = dispatcher.upstream();
        UpstreamCall started = upstream.newCall(candidate, request.isStream(), this);
        call = started;
        started.start(
                upstream.options(candidate, request, admitted.headers(), admitted.generation(), traceparent),
                upstream.body(candidate, request));
    }

    /** What one endpoint of a model rejects, its others would reject as well. */
    private void skipModel() {
        Candidate rejected = current;
        while (rejected != null
                && next < candidates.size()
                && candidates.get(next).model().equals(rejected.model())) {
            next++;
        }
    }

    @Override
    public void event(CompletionEvent event) {
        switch (event) {
            case CompletionEvent.Chunk chunk -> {
                if (generation.upstreamId() == null) {
                    generation.identifiedAs(chunk.upstreamId());
                }
                if (!generation.knowsServiceTier()) {
                    generation.servedAs(chunk.serviceTier());
                }
                generation.finishedBy(chunk.finishReason());
                if (chunk.hasContent()) {
                    contentBegun = true;
                    generation.content(0);
                }
                writer().chunk(chunk.json());
            }
            case CompletionEvent.Usage usage -> generation.used(usage.usage());
            case CompletionEvent.Failure failure -> abandon(Fault.of(OutcomeKind.PROVIDER_ERROR, failure.message()));
            case CompletionEvent.End end -> completeStream();
        }
    }

    @Override
    public void partDone() {
        // What comes before the first content (a role, say) is held back: it may have to be said by another endpoint.
        if (contentBegun && !over) {
            flush();
            lastWriteNanos = System.nanoTime();
            holdBackIfClientIsSlow();
        }
    }

    private void flush() {
        AnswerWriter answer = writer();
        if (!answer.isEmpty()) {
            record(answer);
            reply.send(answer.take());
        }
    }

    private void record(AnswerWriter answer) {
        if (recording != null) {
            recording.appendBuffer(answer.peek());
        }
    }

    private AnswerWriter writer() {
        AnswerWriter current = writer;
        if (current == null) {
            throw new IllegalStateException("no attempt has begun");
        }
        return current;
    }

    private void holdBackIfClientIsSlow() {
        UpstreamCall reading = call;
        if (reading != null && reply.isFull() && !waitingForClient) {
            waitingForClient = true;
            reading.pause();
            reply.onDrained(() -> {
                waitingForClient = false;
                lastWriteNanos = System.nanoTime();
                reading.resume();
            });
        }
    }

    @Override
    public void streamEnded() {
        if (generation.finishReason() != null) {
            completeStream();
        } else {
            failed(Fault.of(OutcomeKind.CONNECTION_LOST, "the provider's stream ended too early"));
        }
    }

    private void completeStream() {
        UpstreamCall completed = call;
        if (completed != null) {
            completed.complete();
        }
        Cost cost = generation.cost();
        attemptEnded(OutcomeKind.SUCCESS, 200, -1);
        settle(200, false, cost);
        AnswerWriter answer = writer();
        record(answer);
        answer.end(new Bill(generation.usage(), cost), null);
        reply.endStream(answer.take());
        if (cacheWriter != null && recording != null) {
            cacheWriter.store(recording);
        }
    }

    @Override
    public void whole(WholeAnswer answer) {
        if (answer.failure() != null) {
            abandon(Fault.of(OutcomeKind.PROVIDER_ERROR, "the provider answered with an error"));
            return;
        }
        generation.identifiedAs(answer.upstreamId());
        generation.servedAs(answer.serviceTier());
        generation.finishedBy(answer.finishReason());
        generation.used(answer.usage());
        JsonIndex json = answer.json();
        generation.content(json.bytes().length);
        Cost cost = generation.cost();
        TokenUsage usage = generation.usage();
        attemptEnded(OutcomeKind.SUCCESS, 200, -1);
        // First the settlement is on its way, then the answer: who has an answer has paid, even if we die in between.
        settle(200, false, cost);
        Bill bill = new Bill(usage, cost);
        Buffer body = writer().whole(json, bill, null);
        reply.whole(body, bill);
        if (cacheWriter != null) {
            cacheWriter.store(body);
        }
    }

    /** Fails an attempt from our side. */
    private void abandon(Fault fault) {
        UpstreamCall abandoned = call;
        if (abandoned != null) {
            abandoned.cancel();
        }
        failed(fault);
    }

    @Override
    public void failed(Fault fault) {
        if (over) {
            return;
        }
        attemptEnded(
                fault.kind(),
                fault.status(),
                fault.retryAfter() == null ? -1 : fault.retryAfter().toMillis());
        lastFault = fault;
        if (contentBegun) {
            breakOff(fault);
        } else {
            tryNext();
        }
    }

    /** After content there is no other endpoint to turn to: an error event with what was used so far. */
    private void breakOff(Fault fault) {
        Cost cost = generation.cost();
        TokenUsage usage = generation.usage();
        ApiError error = fault.toError(modelName(), generation.attempts());
        settle(error.status(), false, cost);
        reply.fail(error, modelName(), new Bill(usage, cost), null);
    }

    private void giveUp(Fault fault) {
        ApiError error = fault.toError(modelName(), generation.attempts());
        generation.unanswered();
        settle(error.status(), false, Cost.ZERO);
        reply.fail(error, modelName(), null, null);
    }

    private void clientGone() {
        if (over) {
            return;
        }
        UpstreamCall running = call;
        if (running != null) {
            running.cancel();
        }
        Cost cost = generation.cost();
        attemptEnded(OutcomeKind.CLIENT_GONE, 0, -1);
        settle(CLIENT_CLOSED_REQUEST, true, cost);
    }

    @Override
    public void tick(long now) {
        UpstreamCall running = call;
        if (over || running == null) {
            return;
        }
        long sinceActivity = now - Math.max(attemptNanos, running.lastActivityNanos());
        if (now - admitted.startedNanos() > config.upstream().totalTimeout().toNanos()) {
            next = candidates.size();
            abandon(Fault.of(OutcomeKind.TIMEOUT, "the request took too long"));
        } else if (!contentBegun && now - attemptNanos > answerTimeoutNanos()) {
            abandon(Fault.of(OutcomeKind.TIMEOUT, "the provider did not answer in time"));
        } else if (contentBegun
                && !waitingForClient
                && sinceActivity > config.upstream().idleTimeout().toNanos()) {
            abandon(Fault.of(OutcomeKind.TIMEOUT, "the provider fell silent"));
        } else if (request.isStream()
                && !waitingForClient
                && now - lastWriteNanos > config.requests().keepAlive().toNanos()) {
            reply.keepAlive();
            lastWriteNanos = now;
        }
    }

    private long answerTimeoutNanos() {
        EdgeConfig.Upstream limits = config.upstream();
        return (request.isStream() ? limits.firstByteTimeout() : limits.answerTimeout()).toNanos();
    }

    private void attemptEnded(OutcomeKind kind, int status, long retryAfterMillis) {
        Candidate candidate = current;
        if (candidate == null) {
            return;
        }
        current = kind == OutcomeKind.REQUEST_REJECTED ? candidate : null;
        long now = System.nanoTime();
        long duration = TimeUnit.NANOSECONDS.toMillis(now - attemptNanos);
        long firstContent = generation.firstContentNanos();
        generation.attemptEnded(
                new Attempt(candidate.provider().id(), candidate.endpoint().id(), kind, status, duration));
        dispatcher
                .settlements()
                .attempted(generation.toOutcome(candidate, kind, status, attemptNanos, now, retryAfterMillis));
        endSpan(kind, status, firstContent);
    }

    private void endSpan(OutcomeKind kind, int status, long firstContent) {
        if (!attemptSpan.isRecording()) {
            return;
        }
        TokenUsage usage = generation.usage();
        attemptSpan.setAttribute(TraceNames.INPUT_TOKENS, usage.promptTokens());
        attemptSpan.setAttribute(TraceNames.OUTPUT_TOKENS, usage.completionTokens());
        attemptSpan.setAttribute(TraceNames.CACHE_READ_TOKENS, usage.cacheRead());
        if (status > 0) {
            attemptSpan.setAttribute(TraceNames.HTTP_STATUS, (long) status);
        }
        if (firstContent != 0) {
            attemptSpan.setAttribute(TraceNames.TIME_TO_FIRST_CHUNK, (firstContent - attemptNanos) / 1e9);
        }
        if (generation.upstreamId() != null) {
            attemptSpan.setAttribute(TraceNames.RESPONSE_ID, generation.upstreamId());
        }
        if (generation.finishReason() != null) {
            attemptSpan.setAttribute(TraceNames.FINISH_REASONS, List.of(generation.finishReason()));
        }
        if (kind != OutcomeKind.SUCCESS) {
            attemptSpan.setAttribute(TraceNames.ERROR_TYPE, kind.name().toLowerCase(Locale.ROOT));
            if (kind.isFailure()) {
                attemptSpan.setStatus(StatusCode.ERROR);
            }
        }
        attemptSpan.end();
    }

    private void settle(int status, boolean cancelled, Cost cost) {
        over = true;
        dispatcher.ticker().remove(this);
        if (generation.isChargedAtCeiling()) {
            dispatcher.settlements().chargedAtCeiling();
        }
        dispatcher.settlements().settle(admitted.reservation(), generation.toEvent(status, cancelled, cost), trace);
    }

    private String modelName() {
        return candidates.isEmpty()
                ? request.models().getFirst()
                : candidates.getFirst().name();
    }
}
