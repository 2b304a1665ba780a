package dev.fairlead.billing.booking;

import dev.fairlead.billing.booking.UsageStreams.Lag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is measured of booking. */
final class BookingMetrics {

    private volatile Lag lag = new Lag(0, 0);
    final Counter booked;
    final Counter repeated;
    final Counter buried;
    final Counter failures;

    BookingMetrics(MeterRegistry metrics) {
        booked = Counter.builder("fairlead.billing.generations.booked")
                .description("Generations booked")
                .register(metrics);
        repeated = Counter.builder("fairlead.billing.generations.repeated")
                .description("Usage events of generations that were booked before")
                .register(metrics);
        buried = Counter.builder("fairlead.billing.usage.dead")
                .description("Usage events that cannot be booked and were laid aside")
                .register(metrics);
        failures = Counter.builder("fairlead.billing.booking.failures")
                .description("Batches that could not be booked and are tried again")
                .register(metrics);
        Gauge.builder("fairlead.billing.booking.lag.entries", this, m -> m.lag.entries())
                .description("Usage events not booked yet")
                .register(metrics);
        Gauge.builder("fairlead.billing.booking.lag.seconds", this, m -> ageSeconds(m.lag))
                .description("Age of the oldest usage event not booked yet")
                .baseUnit("seconds")
                .register(metrics);
    }

    void lag(Lag measured) {
        lag = measured;
    }

    private static double ageSeconds(Lag lag) {
        return lag.oldestMillis() == 0 ? 0 : Math.max(0, System.currentTimeMillis() - lag.oldestMillis()) / 1000.0;
    }
}
