package dev.fairlead.contracts.decision;

import org.jspecify.annotations.Nullable;

/**
 * A prompt that the router is to read. It is neither stored nor logged.
 *
 * @param text the beginning and the end of the last thing that the user said, as the edge cuts it out
 * @param system the beginning of the system prompt; null if there is none
 * @param offersTools whether the request offers tools
 * @param promptTokens about how many tokens the whole prompt has
 */
public record PromptQuestion(String text, @Nullable String system, boolean offersTools, long promptTokens) {}
