package dev.fairlead.edge.routing;

import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.routing.VirtualModel;
import org.jspecify.annotations.Nullable;

/**
 * How a virtual model came to its models.
 *
 * @param prompt what the router made of the prompt; null if nobody asked, or if it did not answer
 * @param pace how the budget stands; null if that did not matter or is not known
 * @param reason for people
 */
public record VirtualReading(
        VirtualModel model,
        @Nullable PromptReading prompt,
        @Nullable BudgetPace pace,
        String reason) {

    /** What the prompt was taken for; null if that is not known. */
    public @Nullable String task() {
        return prompt == null ? null : prompt.task();
    }
}
