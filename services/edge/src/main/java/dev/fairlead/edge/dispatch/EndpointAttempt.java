package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.WholeAnswer;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.platform.trace.TraceNames;
import dev.fairlead.platform.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a request at one endpoint: its call, its span, what has come of its answer, and the chunks that are
 * held back until there is content. Tells its exchange what happens; is over exactly once. Lives on one event loop.
 */
final class EndpointAttempt implements UpstreamCall.Listener {

    private static final int OK = 200;

    private final Dispatcher dispatcher;
    private final Dispatcher.Admitted admitted;
    private final Exchange exchange;
    private final int place;
    private final Candidate candidate;
    private final Completion completion;
    private final AnswerWriter writer;
    private final UpstreamCall call;
    private final EndpointLoads.Load load;
    private final Span span;
    private final long begunNanos = System.nanoTime();

    private @Nullable JsonIndex whole;
    private boolean complete;
    private boolean over;

    /**
     * Begins an attempt; nothing is sent yet.
     *
     * @param place of its candidate in the plan
     * @param number of it among the request's attempts, from 1
     */
    EndpointAttempt(Dispatcher dispatcher, Dispatcher.Admitted admitted, Exchange exchange, int place, int number) {
        this.dispatcher = dispatcher;
        this.admitted = admitted;
        this.exchange = exchange;
        this.place = place;
        this.candidate = admitted.plan().candidates().get(place);
        ChatRequest request = admitted.request();
        this.completion = new Completion(candidate, request, exchange.startedAtMillis());
        this.writer = new AnswerWriter(
                admitted.generation(), candidate.name(), candidate.provider().name());
        this.call = dispatcher.upstream().newCall(candidate, request.isStream(), this);
        this.load = dispatcher.failover().loads().begin(candidate.endpoint().id());
        this.span = dispatcher
                .spans()
                .attempt(
                        admitted.trace(),
                        candidate,
                        number,
                        request.isStream(),
                        request.features().completionTokens());
    }

    void start() {
        Upstream upstream = dispatcher.upstream();
        String traceparent =
                TraceParent.of(Spans.propagated(span, admitted.trace()).getSpanContext());
        call.start(
                upstream.options(candidate, admitted.request(), admitted.headers(), admitted.generation(), traceparent),
                upstream.body(candidate, admitted.request()));
    }

    int place() {
        return place;
    }

    Candidate candidate() {
        return candidate;
    }

    Completion completion() {
        return completion;
    }

    AnswerWriter writer() {
        return writer;
    }

    /** The answer, if it came as a whole. */
    @Nullable
    JsonIndex whole() {
        return whole;
    }

    /** Whether the provider came to the end of its answer, whatever that is worth. */
    boolean isComplete() {
        return complete;
    }

    /** When it began, as of {@link System#nanoTime}. */
    long begunNanos() {
        return begunNanos;
    }

    boolean hasContent() {
        return completion.firstContentNanos() != 0;
    }

    /** When something last came from the provider; when it began, if nothing has come. */
    long lastActivityNanos() {
        return Math.max(begunNanos, call.lastActivityNanos());
    }

    void pause() {
        call.pause();
    }

    void resume() {
        call.resume();
    }

    @Override
    public void event(CompletionEvent event) {
        switch (event) {
            case CompletionEvent.Chunk chunk -> {
                boolean isFirst = !hasContent();
                completion.add(chunk);
                writer.chunk(chunk.json());
                if (isFirst && hasContent()) {
                    exchange.contentBegun(this);
                }
            }
            case CompletionEvent.Usage usage -> completion.used(usage.usage());
            case CompletionEvent.Failure failure -> abandon(Fault.of(OutcomeKind.PROVIDER_ERROR, failure.message()));
            case CompletionEvent.End end -> complete();
        }
    }

    @Override
    public void partDone() {
        // What comes before the first content (a role, say) is held back: it may have to be said by another endpoint.
        if (!over && hasContent()) {
            exchange.contentArrived(this);
        }
    }

    @Override
    public void streamEnded() {
        if (completion.finishReason() != null) {
            complete();
        } else {
            failed(Fault.of(OutcomeKind.CONNECTION_LOST, "the provider's stream ended too early"));
        }
    }

    @Override
    public void whole(WholeAnswer answer) {
        if (answer.failure() != null) {
            abandon(Fault.of(OutcomeKind.PROVIDER_ERROR, "the provider answered with an error"));
            return;
        }
        whole = answer.json();
        completion.add(answer);
        complete();
    }

    private void complete() {
        call.complete();
        complete = true;
        boolean erroneous = completion.isErroneous();
        if (completion.isEmpty()) {
            failed(new Fault(OutcomeKind.EMPTY, OK, "the provider answered nothing", null));
        } else if (erroneous && exchange.canStillChoose()) {
            failed(new Fault(OutcomeKind.PROVIDER_ERROR, OK, "the provider could not complete its answer", null));
        } else {
            end(erroneous ? OutcomeKind.PROVIDER_ERROR : OutcomeKind.SUCCESS, OK, null);
            exchange.completed(this);
        }
    }

    /** Fails the attempt from our side. */
    void abandon(Fault fault) {
        if (!over) {
            call.cancel();
            failed(fault);
        }
    }

    /** Fails the attempt for what is not its endpoint's doing: the time of the whole request is over. */
    void runOut(Fault fault) {
        if (!over) {
            call.cancel();
            end(OutcomeKind.LOCAL_LIMIT, 0, null);
            exchange.failed(this, fault);
        }
    }

    /** Ends the attempt from our side, without blame: the provider sees its connection closed. */
    void cancel(OutcomeKind kind) {
        if (!over) {
            call.cancel();
            end(kind, 0, null);
        }
    }

    @Override
    public void failed(Fault fault) {
        if (!over) {
            end(fault.kind(), fault.status(), fault.retryAfter());
            exchange.failed(this, fault);
        }
    }

    private void end(OutcomeKind kind, int status, @Nullable Duration retryAfter) {
        over = true;
        long now = System.nanoTime();
        long duration = TimeUnit.NANOSECONDS.toMillis(now - begunNanos);
        long answered = (hasContent() ? completion.firstContentNanos() : now) - begunNanos;
        dispatcher.failover().loads().end(load, kind, answered);
        if (retryAfter != null) {
            dispatcher.failover().loads().leaveAlone(load, retryAfter);
        }
        exchange.attemptEnded(
                new Attempt(candidate.provider().id(), candidate.endpoint().id(), kind, status, duration));
        dispatcher
                .recorder()
                .attempted(completion.toOutcome(
                        kind, status, begunNanos, now, retryAfter == null ? -1 : retryAfter.toMillis()));
        if (span.isRecording()) {
            endSpan(kind, status);
        }
    }

    private void endSpan(OutcomeKind kind, int status) {
        TokenUsage usage = completion.usage();
        span.setAttribute(TraceNames.INPUT_TOKENS, usage.promptTokens());
        span.setAttribute(TraceNames.OUTPUT_TOKENS, usage.completionTokens());
        span.setAttribute(TraceNames.CACHE_READ_TOKENS, usage.cacheRead());
        if (status > 0) {
            span.setAttribute(TraceNames.HTTP_STATUS, (long) status);
        }
        if (hasContent()) {
            span.setAttribute(TraceNames.TIME_TO_FIRST_CHUNK, (completion.firstContentNanos() - begunNanos) / 1e9);
        }
        String upstreamId = completion.upstreamId();
        if (upstreamId != null) {
            span.setAttribute(TraceNames.RESPONSE_ID, upstreamId);
        }
        String finishReason = completion.finishReason();
        if (finishReason != null) {
            span.setAttribute(TraceNames.FINISH_REASONS, List.of(finishReason));
        }
        if (kind != OutcomeKind.SUCCESS) {
            span.setAttribute(TraceNames.ERROR_TYPE, kind.name().toLowerCase(Locale.ROOT));
            if (kind.isFailure()) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
