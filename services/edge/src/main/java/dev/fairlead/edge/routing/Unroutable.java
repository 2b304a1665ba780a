package dev.fairlead.edge.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.Availability;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import org.jspecify.annotations.Nullable;

/** Says why there is nowhere to send a request. */
public final class Unroutable {

    private static final String MODEL = "model";
    private static final String NOT_FOUND = "model_not_found";
    private static final String NO_ENDPOINTS = "no_endpoints";

    private Unroutable() {}

    static ApiError ambiguous(String name, List<String> candidates) {
        return ApiError.ofField(MODEL, "'" + name + "' could mean " + listed(candidates) + "; name one")
                .withAvailability(Availability.of(NOT_FOUND, name).withFallbackModels(candidates));
    }

    static ApiError unknown(String name, List<String> nearest) {
        String hint = nearest.isEmpty() ? "" : "; the nearest are " + listed(nearest);
        return ApiError.ofField(MODEL, "there is no model '" + name + "'" + hint)
                .withAvailability(Availability.of(NOT_FOUND, name).withFallbackModels(nearest));
    }

    static ApiError unknownVariant(String name, String base, String suffix, List<String> known) {
        String suffixes = known.stream().map(variant -> ':' + variant).collect(Collectors.joining(", "));
        return ApiError.ofField(MODEL, "there is no variant ':" + suffix + "' of '" + base + "'; there are " + suffixes)
                .withAvailability(Availability.of(NOT_FOUND, name));
    }

    static ApiError noWebSearch(String name) {
        return ApiError.ofField(
                MODEL, "'" + name + "' asks for a search of the web, which is not offered here; leave ':online' out");
    }

    static ApiError wrongEndpoint(String name, Model model) {
        String mode = model.mode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return ApiError.ofField(MODEL, "'" + model.id() + "' is a model for " + mode + ", not for chat completions")
                .withAvailability(Availability.of("wrong_endpoint", name));
    }

    static ApiError retired(String name, Model model) {
        String when = model.retires() == null ? "is not served any more" : "was retired on " + model.retires();
        String instead = model.successor() == null ? "." : "; its successor is " + model.successor() + ".";
        List<String> successors = model.successor() == null ? List.of() : List.of(model.successor());
        return ApiError.of(ErrorType.NOT_FOUND, "The model " + model.id() + ' ' + when + instead)
                .withAvailability(Availability.of("model_deprecated", name).withFallbackModels(successors));
    }

    /**
     * A model that has endpoints, but none of the variant that is asked for.
     *
     * @param wanted empty for the plain endpoints
     * @param there the variants that there are; null among them for the plain endpoints
     */
    static ApiError otherVariants(String name, Model model, Set<Variant> wanted, List<@Nullable String> there) {
        List<String> names = there.stream()
                .map(variant -> variant == null ? model.id() : model.id() + ':' + variant)
                .sorted()
                .toList();
        String what = wanted.isEmpty()
                ? "only as a variant"
                : "not as "
                        + wanted.stream()
                                .map(variant -> ':' + variant.suffix())
                                .sorted()
                                .collect(Collectors.joining());
        String ask = names.isEmpty() ? "." : ": ask for " + listed(names) + ".";
        return ApiError.of(ErrorType.NOT_FOUND, "The model " + model.id() + " is served " + what + ask)
                .withAvailability(Availability.of(NO_ENDPOINTS, name).withFallbackModels(names));
    }

    static ApiError nothingFits(String name) {
        return ApiError.of(ErrorType.NOT_FOUND, "No model that '" + name + "' matches can take this request.")
                .withAvailability(Availability.of(NO_ENDPOINTS, name));
    }

    /** A name that a policy defines, none of whose rules holds for the request. */
    static ApiError noRule(List<String> models) {
        return ApiError.of(
                        ErrorType.NOT_FOUND,
                        "No rule of the policy that defines " + listed(models) + " applies to this request.")
                .withAvailability(Availability.of(NO_ENDPOINTS, models));
    }

    /** The error for a plan without candidates. */
    public static ApiError error(Plan plan, List<String> models) {
        String names = listed(models);
        boolean onlyBreakers = !plan.dropped().isEmpty()
                && plan.dropped().stream().allMatch(dropped -> dropped.reason() == Reason.BREAKER_OPEN);
        if (onlyBreakers) {
            return ApiError.of(
                            ErrorType.PROVIDER_OVERLOADED,
                            "Every provider of " + names + " is failing at the moment; try again later.")
                    .withAvailability(Availability.of("temporarily_unavailable", models))
                    .withRetryAfter(soonest(plan));
        }
        Map<String, Long> reasons = plan.dropped().stream()
                .collect(Collectors.groupingBy(
                        dropped -> dropped.reason().wireName(), TreeMap::new, Collectors.counting()));
        String counted = reasons.entrySet().stream()
                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                .collect(Collectors.joining(", "));
        boolean byRequest =
                plan.dropped().stream().anyMatch(dropped -> dropped.reason().dependsOnRequest());
        String why = counted.isEmpty() ? "." : "; excluded by " + counted + ".";
        return ApiError.of(ErrorType.NOT_FOUND, "No endpoint of " + names + " can take this request" + why)
                .withAvailability(Availability.of(byRequest ? "constraint_filtered" : NO_ENDPOINTS, models)
                        .withExcludedBy(List.copyOf(reasons.keySet())));
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }

    private static Duration soonest(Plan plan) {
        Instant now = Instant.now();
        return plan.dropped().stream()
                .map(Dropped::retryAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(now, at))
                .filter(after -> !after.isNegative())
                .orElse(Duration.ofSeconds(1));
    }
}
