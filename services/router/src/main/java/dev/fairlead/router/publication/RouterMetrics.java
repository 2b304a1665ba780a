package dev.fairlead.router.publication;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import static java.util.Objects.requireNonNull;

/** What the router tells of itself. Endpoints as labels are as many as the catalog has, and only those used lately. */
@Singleton
public final class RouterMetrics {

    private final MultiGauge breakers;
    private final Counter unreadable;
    private final Counter tables;
    private final Counter states;
    private final AtomicLong stateBytes;
    private final Map<OutcomeKind, Counter> outcomes = new EnumMap<>(OutcomeKind.class);
    private final AtomicLong lagMillis;
    private final AtomicBoolean publisher = new AtomicBoolean();
    private Map<String, BreakerState> breakerStates = Map.of();

    RouterMetrics(MeterRegistry registry) {
        this.breakers = MultiGauge.builder("fairlead.router.breaker")
                .description("Breaker of an endpoint: 0 closed, 1 half-open, 2 open")
                .register(registry);
        this.unreadable = Counter.builder("fairlead.router.outcomes.unreadable")
                .description("Stream entries that were not understood")
                .register(registry);
        this.tables = Counter.builder("fairlead.router.tables.published")
                .description("Routing tables published")
                .register(registry);
        this.states = Counter.builder("fairlead.router.states.saved")
                .description("How often all that is known was saved")
                .register(registry);
        this.stateBytes = new AtomicLong();
        Gauge.builder("fairlead.router.state.bytes", stateBytes, AtomicLong::get)
                .description("Size of what was saved last")
                .register(registry);
        for (OutcomeKind kind : OutcomeKind.values()) {
            outcomes.put(
                    kind,
                    Counter.builder("fairlead.router.outcomes")
                            .tag("kind", kind.name())
                            .description("Outcomes read")
                            .register(registry));
        }
        this.lagMillis = new AtomicLong();
        Gauge.builder("fairlead.router.lag.seconds", lagMillis, millis -> millis.get() / 1000.0)
                .description("How old the last outcome was when it was read")
                .register(registry);
        Gauge.builder("fairlead.router.publisher", publisher, held -> held.get() ? 1 : 0)
                .description("Whether this replica publishes the routing table")
                .register(registry);
    }

    void read(Outcome outcome) {
        requireNonNull(outcomes.get(outcome.kind())).increment();
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

    void saved(long bytes) {
        states.increment();
        stateBytes.set(bytes);
    }

    void breakers(Map<String, BreakerState> newStates) {
        if (newStates.equals(breakerStates)) {
            return;
        }
        breakerStates = newStates;
        breakers.register(
                newStates.entrySet().stream()
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
