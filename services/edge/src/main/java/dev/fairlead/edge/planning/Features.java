package dev.fairlead.edge.planning;

import org.jspecify.annotations.Nullable;

/**
 * What a request needs of an endpoint.
 *
 * @param promptTokens the most tokens that its prompt can have
 * @param completionTokens the most tokens that it asks for, per choice; -1 if it leaves that to the model
 * @param choices how many completions it asks for
 * @param serviceTier the service tier that it asks for; null for the usual one
 */
public record Features(
        long promptTokens,
        long completionTokens,
        int choices,
        @Nullable String serviceTier) {}
