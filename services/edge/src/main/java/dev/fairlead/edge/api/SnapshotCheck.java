package dev.fairlead.edge.api;

import jakarta.inject.Singleton;

import dev.fairlead.edge.snapshot.Snapshots;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The edge is ready once it has a catalog. Redis is not asked: an edge that has started serves known keys while Redis is
 * away.
 */
@Readiness
@Singleton
class SnapshotCheck implements HealthCheck {

    private final Snapshots snapshots;

    SnapshotCheck(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("catalog snapshot")
                .status(snapshots.catalog() != null)
                .build();
    }
}
