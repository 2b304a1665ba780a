package dev.fairlead.catalog.listing;

import java.util.List;

/**
 * How a model's reasoning is steered.
 *
 * @param mandatory whether it cannot be switched off
 * @param efforts the efforts that it knows, the highest first; empty if any is accepted
 * @param maxTokens whether it takes a budget in tokens
 */
public record ReasoningSupport(boolean mandatory, List<String> efforts, boolean maxTokens) {

    public ReasoningSupport {
        efforts = List.copyOf(efforts);
    }
}
