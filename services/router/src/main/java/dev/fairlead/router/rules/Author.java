package dev.fairlead.router.rules;

import java.time.Instant;

/**
 * Who wrote something, and when.
 *
 * @param name of a person, or {@code key:<hash>}
 */
public record Author(String name, Instant at) {}
