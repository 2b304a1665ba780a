package dev.fairlead.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Under what conditions was measured.
 *
 * @param edgeJvm the edge's JVM settings
 * @param warmUp requests through the edge before anything counted
 * @param warmUpCutShort whether there was no time for all of the warm-up
 * @param loadBefore the machine's load average before anything was started
 * @param othersProcessors how many processors other programs of this machine kept busy meanwhile
 */
record Conditions(
        Instant at,
        int processors,
        String java,
        List<String> edgeJvm,
        String nginx,
        BenchSettings settings,
        Map<Scenario, Long> warmUp,
        boolean warmUpCutShort,
        double loadBefore,
        double othersProcessors) {

    Conditions {
        edgeJvm = List.copyOf(edgeJvm);
        warmUp = Map.copyOf(warmUp);
    }
}
