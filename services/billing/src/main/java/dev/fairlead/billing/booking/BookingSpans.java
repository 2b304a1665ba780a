package dev.fairlead.billing.booking;

import java.time.Instant;
import java.util.Collection;

import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.platform.trace.TraceNames;
import dev.fairlead.platform.trace.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The last span of a request's trace: that its usage was booked. Only for requests that are traced at all. */
final class BookingSpans {

    private static final String NAME = "book";
    private static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final String REDIS = "redis";

    private final Tracer tracer;

    BookingSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Writes the spans of a batch that was committed just now. */
    void booked(Collection<BookableEvent> events, Instant begin) {
        for (BookableEvent booked : events) {
            Context parent = TraceParent.parse(booked.entry().traceparent());
            if (Span.fromContext(parent).getSpanContext().isSampled()) {
                write(booked.event(), parent, begin);
            }
        }
    }

    private void write(UsageEvent event, Context parent, Instant begin) {
        tracer.spanBuilder(NAME)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(begin)
                .setAttribute(MESSAGING_SYSTEM, REDIS)
                .setAttribute(TraceNames.GENERATION, event.generation().value())
                .setAttribute(TraceNames.ORGANISATION, event.organisation().value())
                .setAttribute(TraceNames.COST_NANOS, event.cost().total().nanos())
                .startSpan()
                .end();
    }
}
