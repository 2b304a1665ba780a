package dev.fairlead.edge.dispatch;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.edge.admission.Reservation;
import io.opentelemetry.context.Context;

/** Takes what has to be told of what is over. */
interface Recorder {

    /** An attempt is over. */
    void attempted(Outcome outcome);

    /** A call is charged at an operator's ceiling, since nobody knows its price. */
    void chargedAtCeiling();

    /** A generation is over. */
    void settle(Reservation reservation, UsageEvent event, Context trace);
}
