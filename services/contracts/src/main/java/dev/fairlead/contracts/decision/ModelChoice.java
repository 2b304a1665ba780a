package dev.fairlead.contracts.decision;

import java.util.List;

/**
 * The models that the router would try.
 *
 * @param reading what it makes of the prompt
 * @param models their ids, the best first; may be empty
 */
public record ModelChoice(PromptReading reading, List<String> models) {

    public ModelChoice {
        models = List.copyOf(models);
    }
}
