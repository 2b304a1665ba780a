package dev.fairlead.contracts.usage;

import org.jspecify.annotations.Nullable;

/**
 * What decided where a generation was sent, besides its request. A generation counts for at most one policy: the one
 * that was obeyed or, if none was, the first that was only watched.
 *
 * @param virtualModel the virtual model that was asked for, such as {@code fairlead/auto}; null if it was a real one
 * @param task what the prompt was taken for, such as {@code programming}; null if nobody asked
 * @param policy the name of the policy; null if none applied
 * @param policyVersion its version; 0 without a policy
 * @param rule the name of its rule that matched; null without a policy
 * @param arm the name of the arm that was drawn; null if the rule splits nothing
 * @param shadow whether the policy was only watched, and something else was done
 */
public record RouteTaken(
        @Nullable String virtualModel,
        @Nullable String task,
        @Nullable String policy,
        int policyVersion,
        @Nullable String rule,
        @Nullable String arm,
        boolean shadow) {}
