package dev.fairlead.simulator.behaviour;

/**
 * The tokens of one call, counted as OpenAI does: cached ones are among the prompt's, reasoning ones among the
 * completion's.
 *
 * @param limited whether the completion ended because of the request's limit
 */
public record TokenCounts(int prompt, int cached, int completion, int reasoning, boolean limited) {

    /** With so many of the prompt's tokens cached, or all of them if they are fewer. */
    public TokenCounts withCached(int tokens) {
        return new TokenCounts(prompt, Math.min(tokens, prompt), completion, reasoning, limited);
    }

    /** Completion tokens that have text. */
    public int content() {
        return completion - reasoning;
    }
}
