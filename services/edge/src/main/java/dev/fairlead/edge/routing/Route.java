package dev.fairlead.edge.routing;

import java.util.List;

import dev.fairlead.contracts.policy.Applied;
import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.PlanRequest;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, and how that was decided.
 *
 * @param request with its preset merged in
 * @param preset null if it named none
 * @param models that are asked for, after presets and policies; names of virtual models among them
 * @param kind how its models were found, in the words of {@code openrouter_metadata}: {@code direct}, {@code alias},
 *     {@code latest}, {@code fallback}, {@code auto}, {@code free}
 * @param verdict what the policies said; null if there are none
 * @param virtual how its first virtual model came to its models; null if it named none
 * @param origin who decided on the order of the endpoints
 * @param planned what was planned; null if it did not come to that
 * @param plan without candidates if there is a refusal
 * @param hedge whether a second endpoint is asked when the first is slow to begin
 * @param isForPanel whether {@link Panel} answers it; then there is no plan
 * @param refusal why it is not tried anywhere; null if it is
 */
public record Route(
        ChatRequest request,
        @Nullable Preset preset,
        List<String> models,
        String kind,
        @Nullable PolicyVerdict verdict,
        @Nullable VirtualReading virtual,
        StrategyOrigin origin,
        @Nullable PlanRequest planned,
        Plan plan,
        boolean hedge,
        boolean isForPanel,
        @Nullable ApiError refusal) {

    /** No plan. */
    static final Plan NOWHERE = new Plan(List.of(), List.of(), Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE);

    /** Who decided on the order of the endpoints. */
    public enum StrategyOrigin {
        REQUEST,
        /** A suffix such as {@code :nitro}. */
        VARIANT,
        PRESET,
        POLICY,
        KEY_DEFAULT,
        ORGANISATION_DEFAULT,
        BUILT_IN
    }

    /** The conversation that it belongs to; 0 if there is none, or if that makes no difference. */
    public long conversation() {
        return planned == null ? 0 : planned.affinity().conversation();
    }

    /** What decided besides the request; null if nothing did. */
    public @Nullable RouteTaken taken() {
        Applied obeyed = verdict == null ? null : verdict.applied();
        Applied counted =
                obeyed == null && verdict != null && !verdict.shadows().isEmpty()
                        ? verdict.shadows().getFirst()
                        : obeyed;
        if (counted == null && virtual == null) {
            return null;
        }
        return new RouteTaken(
                virtual == null ? null : virtual.model().id(),
                virtual == null ? null : virtual.task(),
                counted == null ? null : counted.policy(),
                counted == null ? 0 : counted.version(),
                counted == null ? null : counted.rule(),
                counted == null ? null : counted.arm(),
                counted != null && obeyed == null);
    }
}
