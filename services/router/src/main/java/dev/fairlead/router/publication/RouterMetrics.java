package dev.fairlead.router.publication;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/** What the router tells of itself. Endpoints as labels are as many as the catalog has, and only those used lately. */
@Singleton
public final class RouterMetrics {

    private final MeterRegistry registry;
    private final MultiGauge breakers;
    private final Counter unreadable;
    private final Counter tables;
    private final AtomicLong lagMillis;
    private final AtomicBoolean publisher = new AtomicBoolean();

    RouterMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.breakers = MultiGauge.builder("fairlead.router.breaker")
                .description("Breaker of an endpoint: 0 closed, 1 half-open, 2 open")
                .register(registry);
        this.unreadable = Counter.builder("fairlead.router.outcomes.unreadable")
                .description("Stream entries that were not understood")
                .register(registry);
        this.tables = Counter.builder("fairlead.router.tables.published")
                .description("Routing tables published")
                .register(registry);
        this.lagMillis = new AtomicLong();
        Gauge.builder("fairlead.router.lag.seconds", lagMillis, millis -> millis.get() / 1000.0)
                .description("How old the last outcome was when it was read")
                .register(registry);
        Gauge.builder("fairlead.router.publisher", publisher, held -> held.get() ? 1 : 0)
                .description("Whether this replica publishes the routing table")
                .register(registry);
    }

    void read(Outcome outcome) {
        registry.counter("fairlead.router.outcomes", "kind", outcome.kind().name())
                .increment();
    }

    void readUnreadable() {
        unreadable.increment();
    }

    void lag(long millis) {
        lagMillis.set(Math.max(0, millis));
    }

    void publishes(boolean held) {
        publisher.set(held);
    }

    void published() {
        tables.increment();
    }

    void breakers(Map<String, BreakerState> states) {
        breakers.register(
                states.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(Tags.of("endpoint", entry.getKey()), level(entry.getValue())))
                        .toList(),
                true);
    }

    private static double level(BreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
