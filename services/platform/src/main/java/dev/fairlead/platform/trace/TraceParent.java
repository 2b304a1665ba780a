package dev.fairlead.platform.trace;

import java.util.regex.Pattern;

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

    /** Later versions may say more, behind another hyphen; version ff does not exist. */
    private static final Pattern FORM = Pattern.compile(
            "(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"
                    + "|((?!00|ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?)",
            Pattern.DOTALL);

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
        if (!FORM.matcher(traceparent).matches()) {
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
