package dev.fairlead.edge.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
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
final class Unroutable {

    private static final String MODEL = "model";
    private static final String NOT_FOUND = "model_not_found";
    private static final String NO_ENDPOINTS = "no_endpoints";

    /** Clients know the refusal by these words. */
    private static final String NO_TOOLS = "No endpoints found that support tool use";

    private static final Set<Reason> PRIVACY = Set.of(Reason.ZDR, Reason.TRAINING);
    private static final Duration SOON = Duration.ofSeconds(1);

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

    /**
     * The error for a plan without candidates.
     *
     * @param models as the caller spelled them
     * @param offersTools whether the request offers tools
     */
    static ApiError error(Plan plan, List<String> models, boolean offersTools, Instant now) {
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        plan.dropped().forEach(dropped -> reasons.merge(dropped.reason(), 1, Integer::sum));
        // A breaker is looked at last: what it keeps away could have taken the request.
        ApiError error = reasons.containsKey(Reason.BREAKER_OPEN)
                ? unavailable(plan, models, now)
                : filtered(reasons, models, offersTools);
        Availability availability = error.availability();
        return availability == null ? error : error.withAvailability(availability.withExcluded(counted(reasons)));
    }

    private static ApiError unavailable(Plan plan, List<String> models, Instant now) {
        List<String> providers = plan.dropped().stream()
                .filter(dropped -> dropped.reason() == Reason.BREAKER_OPEN)
                .map(dropped -> provider(dropped.endpoint()))
                .distinct()
                .sorted()
                .toList();
        return ApiError.of(
                        ErrorType.PROVIDER_OVERLOADED,
                        "Every provider of " + listed(models)
                                + " that could take this request is failing at the moment; try again later.")
                .withAvailability(
                        Availability.of("temporarily_unavailable", models).withAffectedProviders(providers))
                .withRetryAfter(soonest(plan, now));
    }

    private static ApiError filtered(Map<Reason, Integer> reasons, List<String> models, boolean offersTools) {
        Set<Reason> byRequest = reasons.keySet().stream()
                .filter(Reason::dependsOnRequest)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
        String names = listed(models);
        if (byRequest.isEmpty()) {
            return notFound("No endpoint of " + names + " can be called" + why(reasons), NO_ENDPOINTS, models);
        }
        if (PRIVACY.containsAll(byRequest)) {
            return notFound(
                    "No endpoint of " + names + " is known to keep to the data policy that is asked for" + why(reasons),
                    "privacy_restricted",
                    models);
        }
        if (offersTools && byRequest.equals(EnumSet.of(Reason.REQUIRE_PARAMETERS))) {
            return notFound(
                    NO_TOOLS + " with all parameters of this request, of " + names + why(reasons),
                    "constraint_filtered",
                    models);
        }
        return notFound(
                "No endpoint of " + names + " can take this request" + why(reasons), "constraint_filtered", models);
    }

    private static ApiError notFound(String message, String code, List<String> models) {
        return ApiError.of(ErrorType.NOT_FOUND, message).withAvailability(Availability.of(code, models));
    }

    private static String why(Map<Reason, Integer> reasons) {
        String counted = counted(reasons).entrySet().stream()
                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "." : "; excluded by " + counted + ".";
    }

    private static Map<String, Integer> counted(Map<Reason, Integer> reasons) {
        Map<String, Integer> counted = new TreeMap<>();
        reasons.forEach((reason, count) -> counted.put(reason.wireName(), count));
        return counted;
    }

    /** An endpoint's id begins with its provider's. */
    private static String provider(String endpoint) {
        int slash = endpoint.indexOf('/');
        return slash < 0 ? endpoint : endpoint.substring(0, slash);
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }

    private static Duration soonest(Plan plan, Instant now) {
        return plan.dropped().stream()
                .map(Dropped::retryAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(now, at))
                .filter(after -> !after.isNegative())
                .orElse(SOON);
    }
}
