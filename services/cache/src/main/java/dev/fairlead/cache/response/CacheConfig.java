package dev.fairlead.cache.response;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the cache. */
@ConfigMapping(prefix = "fairlead.cache")
public interface CacheConfig {

    /** The largest response that is stored, in bytes. */
    @WithDefault("2097152")
    int maxResponseBytes();

    /** How many responses of one organisation are kept; what expires first makes room. */
    @WithDefault("10000")
    int maxEntries();

    /** How many bytes of one organisation's responses are kept; what expires first makes room. */
    @WithDefault("268435456")
    long maxBytes();

    /** How long Redis may take before it counts as away. */
    @WithDefault("500ms")
    Duration redisTimeout();
}
