package dev.fairlead.edge.admission;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.edge.EdgeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jspecify.annotations.Nullable;

/**
 * Admits and settles. Each event loop has a connection of its own to Redis; what they share is the journal and the
 * allowance for outages. All methods are to be called on an event loop.
 */
@Singleton
public class Admission {

    private final Vertx vertx;
    private final Journal journal;
    private final OfflineAllowance allowance;
    private final AtomicBoolean replaying = new AtomicBoolean();
    private final FastThreadLocal<AdmissionLoop> loops;

    public Admission(Vertx vertx, @RedisClientName("admission") Redis redis, EdgeConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.journal = new Journal(
                config.admission().journalDirectory(), UUID.randomUUID().toString());
        this.allowance = new OfflineAllowance(Money.ofUsd(config.admission().offlineAllowance()));
        this.loops = new FastThreadLocal<>() {
            @Override
            protected AdmissionLoop initialValue() {
                return new AdmissionLoop(vertx, redis, config.admission(), journal, allowance, replaying);
            }
        };
        metrics.gauge("fairlead.edge.journal.lines", journal, Journal::waiting);
    }

    /** Sets the worst case of a generation aside. The future never fails. */
    public Future<Verdict> admit(ApiKey key, GenerationId generation, Money worstCase) {
        return loops.get().admit(key, generation, worstCase);
    }

    /**
     * Books what a generation has cost and ends its reservation. Returns when the settlement is on its way to Redis or
     * in the journal: from then on the death of this process does not lose it.
     *
     * @param traceparent of the request; may be empty
     */
    public void settle(Reservation reservation, UsageEvent event, String traceparent) {
        loops.get().settle(reservation, event, traceparent);
    }

    /** Ends a reservation of a request that came to nothing and leaves no record. */
    public void release(Reservation reservation) {
        loops.get().release(reservation);
    }

    /** What a key may still spend; null while Redis cannot say. The future never fails. */
    public Future<@Nullable SpendingLevel> level(ApiKey key, Instant now) {
        return loops.get().levels().read(key, now);
    }

    /**
     * What was left of a level when this was first called today (UTC); null while Redis cannot say. The future never
     * fails.
     *
     * @param left what is left of it now
     * @param isRehearsal whether this call must not be today's first
     */
    public Future<@Nullable Money> leftAtFirst(SpendingLevel level, Money left, Instant now, boolean isRehearsal) {
        LevelReader levels = loops.get().levels();
        return isRehearsal ? levels.peekLeftAtFirst(level, left, now) : levels.leftAtFirst(level, left, now);
    }

    void start(@Observes StartupEvent event) {
        // What a former life has left in the journal does not wait for the first request.
        vertx.runOnContext(started -> loops.get());
    }

    void stop(@Observes ShutdownEvent event) {
        journal.close();
    }
}
