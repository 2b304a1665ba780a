package dev.fairlead.simulator.wire;

import org.jspecify.annotations.Nullable;

/**
 * What the simulator wants to know of a request.
 *
 * @param wantsUsage whether a stream shall end with its usage
 * @param maxTokens the limit of completion tokens; null if there is none
 * @param seed null if the request has none
 * @param promptTokens counted: a token for each four characters (UTF-16 units) of message text, rounded up, at least one
 */
public record ChatRequest(
        String model,
        boolean stream,
        boolean wantsUsage,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        int promptTokens) {}
