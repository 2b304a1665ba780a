package dev.fairlead.simulator.wire;

/**
 * The first messages of a request, up to one of them.
 *
 * @param hash of all that is in them
 * @param tokens that they have
 */
public record PromptPrefix(long hash, int tokens) {}
