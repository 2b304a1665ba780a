package dev.fairlead.router.rules;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of what people write down. */
@ConfigMapping(prefix = "fairlead.router.rules")
public interface RulesConfig {

    /** How often it is looked whether another replica has written something, or Redis has lost something. */
    @WithDefault("1s")
    Duration checkEvery();
}
