package dev.fairlead.edge.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.planning.LoadView;
import org.jspecify.annotations.Nullable;

/**
 * What this edge has seen of endpoints just now: how many requests are under way there, how long they take lately, and
 * whether the last ones all failed. The router learns the same a moment later, from all edges; this is for the moment.
 *
 * <p>How long answers take is a peak that fades: a slower answer than the average so far replaces it at once, a faster
 * one pulls it down, the more the longer ago the last one was (by half in {@value #HALF_LIFE_SECONDS} seconds). Without
 * an answer it fades likewise. There is one small object for each endpoint that was ever tried, which the catalog
 * bounds. Thread-safe and lock-free: two answers in the same instant may count as one, which does no harm.
 */
@Singleton
public class EndpointLoads implements LoadView {

    /** In how many attempts in a row have to have failed for an endpoint to be suspect. */
    static final int SUSPICIOUS_FAILURES = 3;

    private static final long HALF_LIFE_SECONDS = 5;
    private static final double DECAY_PER_NANO = Math.log(2) / TimeUnit.SECONDS.toNanos(HALF_LIFE_SECONDS);
    private static final long SUSPICION_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** What an endpoint is taken to need while its first answers are under way, in milliseconds. */
    private static final double UNMEASURED = 1_000;
    /** Less than this is as good as nothing, in milliseconds. */
    private static final double FORGOTTEN = 0.001;

    private final ConcurrentMap<String, Load> byEndpoint = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    @Inject
    EndpointLoads() {
        this(System::nanoTime);
    }

    EndpointLoads(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What has been seen of one endpoint. */
    static final class Load {

        private static final VarHandle IN_FLIGHT;

        static {
            try {
                IN_FLIGHT = MethodHandles.lookup().findVarHandle(Load.class, "inFlight", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("UnusedVariable")
        private volatile int inFlight;

        private volatile double peakMillis;
        private volatile long measuredNanos;
        private volatile int failures;
        private volatile long failedNanos;
        /** By the clock that plans are made by, in epoch milliseconds; 0 for never. */
        private volatile long leftAloneUntilMillis;
    }

    @Override
    public long leftAloneUntilMillis(String endpoint) {
        Load load = byEndpoint.get(endpoint);
        return load == null ? 0 : load.leftAloneUntilMillis;
    }

    /** Its provider has asked to be left alone, now, for so long. Of several such times the latest holds. */
    void leaveAlone(Load load, Duration asked) {
        long until = System.currentTimeMillis() + asked.toMillis();
        // Two at once are told almost the same.
        load.leftAloneUntilMillis = Math.max(load.leftAloneUntilMillis, until);
    }

    @Override
    public double load(String endpoint) {
        Load load = byEndpoint.get(endpoint);
        if (load == null) {
            return 0;
        }
        int inFlight = load.inFlight;
        double millis = faded(load, nanoTime.getAsLong());
        // Where nothing has come back yet a few requests have to find out, and not all that there are.
        return (millis == 0 && inFlight > 0 ? UNMEASURED : millis) * (1 + inFlight);
    }

    @Override
    public boolean isSuspect(String endpoint) {
        Load load = byEndpoint.get(endpoint);
        return load != null
                && load.failures >= SUSPICIOUS_FAILURES
                && nanoTime.getAsLong() - load.failedNanos <= SUSPICION_NANOS;
    }

    /** An attempt begins; to be told of its end. */
    Load begin(String endpoint) {
        Load load = byEndpoint.get(endpoint);
        if (load == null) {
            load = byEndpoint.computeIfAbsent(endpoint, any -> new Load());
        }
        Load.IN_FLIGHT.getAndAdd(load, 1);
        return load;
    }

    /**
     * An attempt is over.
     *
     * @param answeredNanos how long it took until its answer began; until its end if none did
     */
    void end(Load load, OutcomeKind kind, long answeredNanos) {
        Load.IN_FLIGHT.getAndAdd(load, -1);
        if (!kind.countsForHealth()) {
            return;
        }
        long now = nanoTime.getAsLong();
        double millis = answeredNanos / 1e6;
        if (kind == OutcomeKind.SUCCESS || millis > faded(load, now)) {
            measure(load, millis, now);
        }
        if (kind.isFailure()) {
            load.failedNanos = now;
            // Two at once may count as one: it then takes another to be suspicious.
            load.failures = Math.min(SUSPICIOUS_FAILURES, load.failures + 1);
        } else if (load.failures != 0) {
            load.failures = 0;
        }
    }

    private static void measure(Load load, double millis, long now) {
        double before = load.peakMillis;
        if (millis >= before) {
            load.peakMillis = millis;
        } else {
            double weight = weight(load, now);
            load.peakMillis = before * weight + millis * (1 - weight);
        }
        load.measuredNanos = now;
    }

    private static double faded(Load load, long now) {
        double millis = load.peakMillis * weight(load, now);
        return millis < FORGOTTEN ? 0 : millis;
    }

    /** What is left of a figure since it was measured, 0 to 1. */
    private static double weight(Load load, long now) {
        long age = Math.max(0, now - load.measuredNanos);
        return Math.exp(-age * DECAY_PER_NANO);
    }

    /** How many requests are under way at an endpoint. */
    int inFlight(String endpoint) {
        @Nullable Load load = byEndpoint.get(endpoint);
        return load == null ? 0 : load.inFlight;
    }
}
