package dev.fairlead.catalog.publication;

import java.util.function.ToDoubleFunction;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** How big the catalog is and which version; 0 before there is one. */
@Singleton
public final class CatalogMetrics {

    private final MeterRegistry registry;
    private final CurrentSnapshot current;

    CatalogMetrics(MeterRegistry registry, CurrentSnapshot current) {
        this.registry = registry;
        this.current = current;
    }

    void start(@Observes StartupEvent event) {
        gauge("fairlead.catalog.version", "Version of the snapshot", CatalogSnapshot::version);
        gauge(
                "fairlead.catalog.providers",
                "Providers listed",
                s -> s.providers().size());
        gauge("fairlead.catalog.models", "Models listed", s -> s.models().size());
        gauge(
                "fairlead.catalog.endpoints",
                "Endpoints listed",
                s -> s.models().stream()
                        .mapToInt(model -> model.endpoints().size())
                        .sum());
    }

    private void gauge(String name, String description, ToDoubleFunction<CatalogSnapshot> value) {
        Gauge.builder(name, current, snapshots -> {
                    CurrentSnapshot.Written written = snapshots.get();
                    return written == null ? 0 : value.applyAsDouble(written.snapshot());
                })
                .description(description)
                .register(registry);
    }
}
