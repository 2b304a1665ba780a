package dev.fairlead.contracts.decision;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A prompt for which the router is to choose models.
 *
 * @param prompt what it is about
 * @param organisation who asks: others' own models do not exist for it
 * @param task what to take the prompt for; null to find out
 * @param costTier how dear the models may be; null to let the prompt's difficulty decide
 * @param allowed names and wildcards, of which a model has to match one; empty for all
 * @param excluded names and wildcards, of which a model must match none
 */
public record ModelQuestion(
        PromptQuestion prompt,
        String organisation,
        @Nullable String task,
        @Nullable CostTier costTier,
        List<String> allowed,
        List<String> excluded) {

    public ModelQuestion {
        allowed = List.copyOf(allowed);
        excluded = List.copyOf(excluded);
    }

    /** A fifth of the models that are good at a task, by price. */
    public enum CostTier {
        LOW,
        MEDIUM_LOW,
        MEDIUM,
        HIGH,
        MAX
    }
}
