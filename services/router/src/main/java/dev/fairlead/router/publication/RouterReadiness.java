package dev.fairlead.router.publication;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as soon as the outcomes have been read once. */
@Readiness
public final class RouterReadiness implements HealthCheck {

    private final CurrentTable current;

    RouterReadiness(CurrentTable current) {
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routing table")
                .status(current.get() != null)
                .build();
    }
}
