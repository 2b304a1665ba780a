package dev.fairlead.billing.database;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Billing is not ready before its schema is. */
@Readiness
@Singleton
final class SchemaReadiness implements HealthCheck {

    private final Migrations migrations;

    SchemaReadiness(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database schema")
                .status(migrations.done().isComplete())
                .build();
    }
}
