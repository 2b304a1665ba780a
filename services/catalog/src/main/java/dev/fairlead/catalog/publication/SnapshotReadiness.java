package dev.fairlead.catalog.publication;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as soon as there is a snapshot to serve, and for good: the last one outlives PostgreSQL and Redis. */
@Readiness
public final class SnapshotReadiness implements HealthCheck {

    private final CurrentSnapshot current;

    SnapshotReadiness(CurrentSnapshot current) {
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        CurrentSnapshot.Written written = current.get();
        return HealthCheckResponse.named("catalog snapshot")
                .status(written != null)
                .withData("version", written == null ? 0 : written.snapshot().version())
                .build();
    }
}
