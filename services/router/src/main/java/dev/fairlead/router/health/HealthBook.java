package dev.fairlead.router.health;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateReader;
import dev.fairlead.router.state.StateWriter;
import dev.fairlead.router.statistics.RollingStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every endpoint that was used lately. Depends on nothing but what it is told, times included, so
 * that every replica that reads the same stream knows the same. Thread-safe.
 */
@Singleton
public final class HealthBook {

    /** More endpoints than anybody uses within a week: what comes beyond is a fault, and must not fill the memory. */
    static final int MOST_ENDPOINTS = 50_000;

    private final Map<String, EndpointRecord> records = new TreeMap<>();

    /** Those where no requests pass: only they change by the mere passing of time. */
    private final Set<EndpointRecord> open = new HashSet<>();

    /**
     * Takes note of an outcome.
     *
     * @param atMillis when it ended, in epoch milliseconds, by the clock that all outcomes share
     * @return whether an endpoint has changed its state, or the time at which it is to be tried again
     */
    public synchronized boolean add(Outcome outcome, long atMillis) {
        if (!outcome.kind().countsForHealth() && RollingStatistics.tokensOf(outcome) == 0) {
            return false;
        }
        EndpointRecord known = records.get(outcome.endpoint());
        if (known == null) {
            if (records.size() >= MOST_ENDPOINTS) {
                return false;
            }
            known = new EndpointRecord(outcome.endpoint());
            records.put(outcome.endpoint(), known);
        }
        boolean changed = known.add(outcome, atMillis);
        if (changed) {
            watch(known);
        }
        return changed;
    }

    /**
     * Lets time pass: breakers half-open, and providers want to be left alone no longer.
     *
     * @return whether an endpoint has changed its state
     */
    public synchronized boolean at(long nowMillis) {
        return open.removeIf(known -> known.at(nowMillis));
    }

    private void watch(EndpointRecord known) {
        if (known.state() == BreakerState.OPEN) {
            open.add(known);
        } else {
            open.remove(known);
        }
    }

    /** The lines of the routing table, in order of the endpoints. What was not used for long is forgotten. */
    public synchronized List<EndpointHealth> health(long nowMillis) {
        records.values().removeIf(known -> known.isForgettable(nowMillis));
        return records.values().stream().map(known -> known.health(nowMillis)).toList();
    }

    /** Whether requests pass, by endpoint. */
    public synchronized Map<String, BreakerState> breakers() {
        Map<String, BreakerState> breakers = new TreeMap<>();
        records.forEach((endpoint, known) -> breakers.put(endpoint, known.state()));
        return breakers;
    }

    /** How an endpoint did; null if it was not used lately. */
    public synchronized @Nullable EndpointStatistics statistics(String endpoint, long nowMillis) {
        EndpointRecord known = records.get(endpoint);
        return known == null ? null : known.statistics(nowMillis);
    }

    /** Writes all of it; {@link #read} gives it back. */
    public synchronized void write(StateWriter state) {
        state.number(records.size());
        records.values().forEach(known -> known.write(state));
    }

    /**
     * Replaces all that is known by what was written.
     *
     * @throws MalformedStateException if it is not readable; then nothing has changed
     */
    public void read(StateReader state) throws MalformedStateException {
        Map<String, EndpointRecord> read = new TreeMap<>();
        int count = state.number(0, MOST_ENDPOINTS);
        for (int i = 0; i < count; i++) {
            EndpointRecord known = EndpointRecord.read(state);
            read.put(known.endpoint(), known);
        }
        if (!state.isAtEnd()) {
            throw new MalformedStateException("there is more than was written");
        }
        synchronized (this) {
            records.clear();
            records.putAll(read);
            open.clear();
            read.values().forEach(this::watch);
        }
    }
}
