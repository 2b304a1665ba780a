package dev.fairlead.catalog.publication;

import java.time.Duration;
import java.util.Map;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the catalog service. */
@ConfigMapping(prefix = "fairlead.catalog")
public interface CatalogConfig {

    /**
     * Base URLs by provider, in place of those in the catalog files. As environment variables:
     * {@code FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR}, {@code FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR_B}.
     */
    Map<String, String> baseUrls();

    /** How often to look whether Redis still has the snapshot, and whether another replica has changed the catalog. */
    @WithDefault("1s")
    Duration checkEvery();
}
