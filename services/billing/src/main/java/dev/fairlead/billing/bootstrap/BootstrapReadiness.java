package dev.fairlead.billing.bootstrap;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Billing is not ready before the keys are there that its configuration promises. */
@Readiness
@Singleton
final class BootstrapReadiness implements HealthCheck {

    private final Bootstrap bootstrap;

    BootstrapReadiness(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("bootstrap").status(bootstrap.isDone()).build();
    }
}
