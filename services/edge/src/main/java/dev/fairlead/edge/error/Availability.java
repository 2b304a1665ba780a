package dev.fairlead.edge.error;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Why there is no model or endpoint to answer a request.
 *
 * @param code such as {@code model_not_found}, {@code model_deprecated}
 * @param requestedModels as the caller spelled them
 * @param excluded what kept endpoints from being tried, such as {@code max_price}, and how many each; may be empty
 * @param affectedProviders those that may serve the request again later; may be empty
 * @param fallbackModels what may be asked for in their place; may be empty
 */
public record Availability(
        String code,
        List<String> requestedModels,
        Map<String, Integer> excluded,
        List<String> affectedProviders,
        List<String> fallbackModels) {

    /** It passes without the caller's doing. */
    private static final Set<String> PASSING = Set.of("capacity_exhausted", "temporarily_unavailable");

    public Availability {
        requestedModels = List.copyOf(requestedModels);
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
        affectedProviders = List.copyOf(affectedProviders);
        fallbackModels = List.copyOf(fallbackModels);
    }

    public static Availability of(String code, String requestedModel) {
        return of(code, List.of(requestedModel));
    }

    public static Availability of(String code, List<String> requestedModels) {
        return new Availability(code, requestedModels, Map.of(), List.of(), List.of());
    }

    /** Whether the same request may be answered later. */
    public boolean isPassing() {
        return PASSING.contains(code);
    }

    public Availability withExcluded(Map<String, Integer> reasons) {
        return new Availability(code, requestedModels, reasons, affectedProviders, fallbackModels);
    }

    public Availability withAffectedProviders(List<String> providers) {
        return new Availability(code, requestedModels, excluded, providers, fallbackModels);
    }

    public Availability withFallbackModels(List<String> models) {
        return new Availability(code, requestedModels, excluded, affectedProviders, models);
    }
}
