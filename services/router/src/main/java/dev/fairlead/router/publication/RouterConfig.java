package dev.fairlead.router.publication;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the router. */
@ConfigMapping(prefix = "fairlead.router")
public interface RouterConfig {

    /** How often the outcomes are read. */
    @WithDefault("50ms")
    Duration readEvery();

    /** The shortest time between two routing tables, when a breaker changes. */
    @WithDefault("200ms")
    Duration publishAtMostEvery();

    /** The time between two routing tables, when only figures change. */
    @WithDefault("1s")
    Duration publishFiguresEvery();

    /** How long another replica waits before it publishes in place of one that has gone away. */
    @WithDefault("3s")
    Duration leaseTime();

    /** How often what is known is saved, if there is something new. */
    @WithDefault("5s")
    Duration saveEvery();
}
