package dev.fairlead.edge.telemetry;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.platform.trace.TraceNames;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The spans that the edge makes itself. For a trace that is not recorded none are made: nobody would see them, and
 * each costs.
 */
@Singleton
public class Spans {

    private final Tracer tracer;

    public Spans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Completes the span of the request, which the HTTP server has begun. */
    public void request(Span server, String route, GenerationId generation) {
        server.updateName("POST " + route);
        server.setAttribute(TraceNames.HTTP_ROUTE, route);
        server.setAttribute(TraceNames.GENERATION, generation.value());
    }

    /** Adds who calls. */
    public void caller(Span server, ApiKey key) {
        server.setAttribute(TraceNames.ORGANISATION, key.organisation().value());
    }

    /** A call of an admission function. */
    public Span redis(Context parent, String function) {
        if (!isRecorded(parent)) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder(function)
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(TraceNames.DB_SYSTEM, "redis")
                .setAttribute(TraceNames.DB_OPERATION, "FCALL")
                .startSpan();
    }

    /** An attempt at a provider. */
    public Span attempt(Context parent, Candidate candidate, int number, boolean stream, long maxTokens) {
        if (!isRecorded(parent)) {
            return Span.getInvalid();
        }
        Span span = tracer.spanBuilder(TraceNames.CHAT + ' ' + candidate.model().id())
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(TraceNames.OPERATION, TraceNames.CHAT)
                .setAttribute(TraceNames.PROVIDER, candidate.provider().id())
                .setAttribute(TraceNames.REQUEST_MODEL, candidate.endpoint().upstreamModel())
                .setAttribute(TraceNames.REQUEST_STREAM, stream)
                .setAttribute(TraceNames.ENDPOINT, candidate.endpoint().id())
                .setAttribute(TraceNames.ATTEMPT, (long) number)
                .startSpan();
        if (maxTokens > 0) {
            span.setAttribute(TraceNames.REQUEST_MAX_TOKENS, maxTokens);
        }
        return span;
    }

    /** The span whose context goes to the provider: the attempt's, or that of an unrecorded request. */
    public static Span propagated(Span attempt, Context parent) {
        return attempt.getSpanContext().isValid() ? attempt : Span.fromContext(parent);
    }

    private static boolean isRecorded(@Nullable Context context) {
        return context != null && Span.fromContext(context).getSpanContext().isSampled();
    }
}
