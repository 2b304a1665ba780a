package dev.fairlead.contracts.usage;

import dev.fairlead.contracts.routing.OutcomeKind;

/**
 * One attempt within a generation.
 *
 * @param provider the provider's id
 * @param endpoint the endpoint's id
 * @param outcome how it ended
 * @param status the provider's HTTP status; 0 if none arrived
 * @param durationMillis how long it took
 */
public record Attempt(String provider, String endpoint, OutcomeKind outcome, int status, long durationMillis) {}
