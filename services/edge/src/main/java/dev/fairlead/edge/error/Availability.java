package dev.fairlead.edge.error;

import java.util.List;

/**
 * Why there is no model or endpoint to answer a request.
 *
 * @param code such as {@code model_not_found}, {@code model_deprecated}
 * @param requestedModels as the caller spelled them
 * @param excludedBy what kept endpoints from being tried, such as {@code max_price}; may be empty
 * @param fallbackModels what may be asked for in their place; may be empty
 */
public record Availability(
        String code, List<String> requestedModels, List<String> excludedBy, List<String> fallbackModels) {

    public Availability {
        requestedModels = List.copyOf(requestedModels);
        excludedBy = List.copyOf(excludedBy);
        fallbackModels = List.copyOf(fallbackModels);
    }

    public static Availability of(String code, String requestedModel) {
        return of(code, List.of(requestedModel));
    }

    public static Availability of(String code, List<String> requestedModels) {
        return new Availability(code, requestedModels, List.of(), List.of());
    }

    public Availability withExcludedBy(List<String> reasons) {
        return new Availability(code, requestedModels, reasons, fallbackModels);
    }

    public Availability withFallbackModels(List<String> models) {
        return new Availability(code, requestedModels, excludedBy, models);
    }
}
