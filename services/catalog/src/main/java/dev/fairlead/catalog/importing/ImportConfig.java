package dev.fairlead.catalog.importing;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of imports from an HTTP address. */
@ConfigMapping(prefix = "fairlead.catalog.imports")
public interface ImportConfig {

    /** The most that is read from an address. */
    @WithDefault("10M")
    MemorySize maxSize();

    /** How long an address has to hand over everything. */
    @WithDefault("20s")
    Duration timeout();
}
