package dev.fairlead.edge.admission;

import java.time.Duration;

import dev.fairlead.contracts.money.Money;

/** Whether a request may spend what it may cost. */
public sealed interface Verdict {

    /** It may, and that much is set aside. */
    record Admitted(Reservation reservation) implements Verdict {}

    /** Too little is left. */
    record Exhausted(Level level, Money left) implements Verdict {}

    /** Nobody can say now. */
    record Unavailable(Duration retryAfter) implements Verdict {}

    /** What money is limited on. The order is that of the keys of the admission functions. */
    enum Level {
        ORGANISATION,
        KEY
    }
}
