package dev.fairlead.platform.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/**
 * The W3C {@code traceparent} as text, for hops that no instrumentation covers: stream entries, journals, hand-made
 * HTTP requests.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context, traceparent</a>
 */
public final class TraceParent {

    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The {@code traceparent} of a span; empty if the span is not valid. */
    public static String of(SpanContext span) {
        if (!span.isValid()) {
            return "";
        }
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                + span.getTraceFlags().asHex();
    }

    /** A context whose current span is the remote one that {@code traceparent} names; the root if it names none. */
    public static Context parse(String traceparent) {
        if (traceparent.length() < LENGTH || traceparent.charAt(2) != '-') {
            return Context.root();
        }
        SpanContext span = SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.fromHex(traceparent, 53),
                TraceState.getDefault());
        return span.isValid() ? Context.root().with(Span.wrap(span)) : Context.root();
    }
}
