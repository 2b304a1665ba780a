package dev.fairlead.billing.admission;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.contracts.redis.RedisKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/** Gives back reservations whose request never settled, because its edge died: also where no admission passes by. */
@Singleton
final class LapsedReservations {

    private static final Logger LOG = Logger.getLogger(LapsedReservations.class);

    private final Vertx vertx;
    private final AdmissionCalls admission;
    private final BillingConfig.Reconciliation config;
    private final Counter reclaimed;

    LapsedReservations(Vertx vertx, AdmissionCalls admission, BillingConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.admission = admission;
        this.config = config.reconciliation();
        this.reclaimed = Counter.builder("fairlead.billing.reservations.reclaimed")
                .description("Reservations given back because their lease lapsed")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.reclaimEvery().toMillis(), timer -> reclaim());
    }

    private void reclaim() {
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            admission
                    .reclaim(partition, config.reclaimAtMost())
                    .onSuccess(reclaimed::increment)
                    .onFailure(e -> LOG.debugf("lapsed reservations: %s", e.getMessage()));
        }
    }
}
