package dev.fairlead.contracts.policy;

import org.jspecify.annotations.Nullable;

/**
 * A rule that held for a request.
 *
 * @param policy the name of its policy
 * @param version the policy's
 * @param rule its name
 * @param arm the name of the arm that was drawn; null if the rule splits nothing
 */
public record Applied(
        String policy, int version, String rule, @Nullable String arm) {}
