package dev.fairlead.edge.timing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;

/**
 * Looks at every request in flight a few times a second, for time limits and keep-alives: one timer for each event loop
 * instead of several for each request.
 */
@Singleton
public class LoopTicker {

    private static final long TICK_MILLIS = 50;

    /** Something that wants to be looked at. */
    public interface Ticking {
        void tick(long nowNanos);
    }

    private final FastThreadLocal<Set<Ticking>> loops;

    public LoopTicker(Vertx vertx) {
        this.loops = new FastThreadLocal<>() {
            @Override
            protected Set<Ticking> initialValue() {
                Set<Ticking> inFlight = new LinkedHashSet<>();
                vertx.setPeriodic(TICK_MILLIS, timer -> tick(inFlight));
                return inFlight;
            }
        };
    }

    public void add(Ticking ticking) {
        loops.get().add(ticking);
    }

    public void remove(Ticking ticking) {
        loops.get().remove(ticking);
    }

    private static void tick(Set<Ticking> inFlight) {
        if (inFlight.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        // A copy, since whoever is looked at may end and be removed.
        List<Ticking> all = new ArrayList<>(inFlight);
        for (Ticking ticking : all) {
            ticking.tick(now);
        }
    }
}
