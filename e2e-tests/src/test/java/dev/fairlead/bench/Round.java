package dev.fairlead.bench;

import java.util.Map;

/**
 * What one round has given for one scenario: taken within the same minute, so that both have had the same machine.
 *
 * @param edgeMemory resident memory of the edge after its window, in bytes
 * @param alone one request at a time, by target; empty where that tells nothing
 */
record Round(Window nginx, Window edge, long edgeMemory, Map<Target, LoadResult> alone) {

    Round {
        alone = Map.copyOf(alone);
    }

    /** How many times nginx's CPU the edge takes for a request. */
    double ratio() {
        return edge.perRequest() / nginx.perRequest();
    }

    /** One request at a time through a target. */
    LoadResult alone(Target target) {
        LoadResult result = alone.get(target);
        if (result == null) {
            throw new IllegalStateException("not measured: " + target);
        }
        return result;
    }
}
