package dev.fairlead.simulator.behaviour;

import dev.fairlead.simulator.behaviour.Behaviour.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How one call is played, everything random drawn. Times are in microseconds.
 *
 * @param failure what goes wrong with this call; null if nothing does
 */
public record Turn(
        Behaviour behaviour,
        long latency,
        long timeToFirstToken,
        long silence,
        @Nullable Failure failure) {}
