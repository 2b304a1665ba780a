package dev.fairlead.edge.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.edge.planning.Affinity;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.PlanRequest;
import dev.fairlead.edge.planning.Planner;
import org.jspecify.annotations.Nullable;

/**
 * How likely each endpoint is to be tried first, over all seeds and conversations: found out by planning with many, since
 * it depends on everything that a plan depends on.
 */
public final class Chances {

    /** Nothing is known. */
    static final Chances UNKNOWN = new Chances(Map.of(), 0);

    private static final int SAMPLES = 1_000;
    /** More endpoints than that are not worth the time. */
    private static final int MOST_ENDPOINTS = 64;

    private final Map<String, Integer> firsts;
    private final int samples;

    private Chances(Map<String, Integer> firsts, int samples) {
        this.firsts = firsts;
        this.samples = samples;
    }

    static Chances of(Planner planner, PlanRequest request) {
        int endpoints = request.selections().stream()
                .flatMap(selection -> selection.models().stream())
                .mapToInt(model -> model.endpoints().size())
                .sum();
        if (endpoints > MOST_ENDPOINTS) {
            return UNKNOWN;
        }
        Map<String, Integer> firsts = new HashMap<>();
        for (int seed = 0; seed < SAMPLES; seed++) {
            List<Candidate> candidates = planner.plan(seeded(request, seed)).candidates();
            if (!candidates.isEmpty()) {
                firsts.merge(key(candidates.getFirst()), 1, Integer::sum);
            }
        }
        return new Chances(firsts, SAMPLES);
    }

    private static PlanRequest seeded(PlanRequest request, long seed) {
        return new PlanRequest(
                request.selections(),
                request.features(),
                request.preferences(),
                request.defaultStrategy(),
                request.organisation(),
                Affinity.NONE,
                request.now(),
                seed * 0x9E3779B97F4A7C15L,
                request.turn());
    }

    /** The chance of a candidate, 0 to 1, to about two digits; null if it is not known. */
    public @Nullable Double of(Candidate candidate) {
        return samples == 0 ? null : firsts.getOrDefault(key(candidate), 0) / (double) samples;
    }

    private static String key(Candidate candidate) {
        String tier = candidate.serviceTier();
        return tier == null ? candidate.endpoint().id() : candidate.endpoint().id() + '#' + tier;
    }
}
