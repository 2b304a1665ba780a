package dev.fairlead.catalog.answers;

import java.net.URI;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the public answers. */
@ConfigMapping(prefix = "fairlead.public")
public interface PublicApiConfig {

    /** Where people reach the gateway; the links of feeds begin with it. */
    @WithDefault("http://127.0.0.1:8080")
    URI url();
}
