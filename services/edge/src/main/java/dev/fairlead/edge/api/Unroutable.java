package dev.fairlead.edge.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.CatalogIndex;

/** Says why there is nowhere to send a request. */
final class Unroutable {

    private Unroutable() {}

    static ApiError unknownModel(String name, CatalogIndex catalog) {
        List<String> candidates = catalog.candidates(name);
        if (!candidates.isEmpty()) {
            return ApiError.ofField(
                            "model", "'" + name + "' could mean " + String.join(", ", candidates) + "; name one")
                    .withAvailability("model_not_found");
        }
        List<String> nearest = catalog.nearest(name);
        String hint = nearest.isEmpty() ? "" : "; the nearest are " + String.join(", ", nearest);
        return ApiError.ofField("model", "there is no model '" + name + "'" + hint)
                .withAvailability("model_not_found");
    }

    /** The error for a plan without candidates. */
    static ApiError error(Plan plan, List<String> models) {
        String names = String.join(", ", models);
        boolean onlyBreakers = plan.dropped().stream().allMatch(dropped -> dropped.reason() == Reason.BREAKER_OPEN);
        if (onlyBreakers) {
            return ApiError.of(
                            ErrorType.PROVIDER_OVERLOADED,
                            "Every provider of " + names + " is failing at the moment; try again later.")
                    .withAvailability("temporarily_unavailable")
                    .withRetryAfter(soonest(plan));
        }
        String reasons = plan.dropped().stream()
                .collect(Collectors.groupingBy(Dropped::reason, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return ApiError.of(
                        ErrorType.NOT_FOUND,
                        "No endpoint of " + names + " can take this request; excluded by " + reasons + ".")
                .withAvailability("constraint_filtered");
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
