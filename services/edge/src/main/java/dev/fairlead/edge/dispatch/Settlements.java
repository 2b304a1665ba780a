package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.telemetry.RequestMetrics;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.platform.trace.TraceNames;
import dev.fairlead.platform.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** What is told to others when something is over: money to billing, outcomes to the router, figures to the operator. */
@Singleton
public class Settlements implements Recorder {

    private final Admission admission;
    private final OutcomeReporter outcomes;
    private final Spans spans;
    private final RequestMetrics metrics;

    Settlements(Admission admission, OutcomeReporter outcomes, Spans spans, RequestMetrics metrics) {
        this.admission = admission;
        this.outcomes = outcomes;
        this.spans = spans;
        this.metrics = metrics;
    }

    @Override
    public void attempted(Outcome outcome) {
        outcomes.report(outcome);
        metrics.attempted(outcome);
    }

    @Override
    public void chargedAtCeiling() {
        metrics.chargedAtCeiling();
    }

    @Override
    public void settle(Reservation reservation, UsageEvent event, Context trace) {
        Span span = spans.redis(trace, AdmissionFunctions.SETTLE);
        Span request = Span.fromContext(trace);
        request.setAttribute(TraceNames.COST_NANOS, event.cost().total().nanos());
        if (event.model() != null) {
            request.setAttribute(TraceNames.RESPONSE_MODEL, event.model());
        }
        admission.settle(
                reservation, event, TraceParent.of(Spans.propagated(span, trace).getSpanContext()));
        span.end();
        metrics.settled(event);
    }
}
