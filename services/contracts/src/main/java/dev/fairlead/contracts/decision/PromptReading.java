package dev.fairlead.contracts.decision;

import org.jspecify.annotations.Nullable;

/**
 * What the router makes of a prompt.
 *
 * @param task what it is about, such as {@code programming}
 * @param confidence of the task, 0 to 1
 * @param language as an ISO 639-1 code; null if it is too short to tell
 * @param difficulty how much it takes to answer, 0 (anybody can) to 1
 */
public record PromptReading(
        String task, double confidence, @Nullable String language, double difficulty) {}
