package dev.fairlead.contracts.policy;

import java.util.List;

import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say to a request.
 *
 * @param models to try in this order; those that were asked for if no policy had other wishes
 * @param strategy for a request that names none; null for none
 * @param denied why it is refused; null if it is not
 * @param applied what the request counts for: the last of {@code steps} that drew an arm or, without one, the last
 * @param shadows what policies that are only watched would have done to the request as it came, in their order
 * @param steps every rule that was obeyed, in the order in which they were
 */
public record PolicyVerdict(
        List<String> models,
        @Nullable Strategy strategy,
        @Nullable String denied,
        @Nullable Applied applied,
        List<Applied> shadows,
        List<Applied> steps) {

    public PolicyVerdict {
        models = List.copyOf(models);
        shadows = List.copyOf(shadows);
        steps = List.copyOf(steps);
    }

    /** What is said where no policy applies. */
    static PolicyVerdict asAsked(List<String> models) {
        return new PolicyVerdict(models, null, null, null, List.of(), List.of());
    }
}
