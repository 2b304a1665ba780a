package dev.fairlead.simulator.behaviour;

/**
 * The tokens of one call, counted as OpenAI does: cached ones are among the prompt's, reasoning ones among the
 * completion's.
 *
 * @param limited whether the completion ended because of the request's limit
 */
public record TokenCounts(int prompt, int cached, int completion, int reasoning, boolean limited) {

    /** Completion tokens that have text. */
    public int content() {
        return completion - reasoning;
    }
}
