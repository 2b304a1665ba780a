package dev.fairlead.platform.network;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Settings of connections to where somebody else says. */
@ConfigMapping(prefix = "fairlead.network")
interface NetworkConfig {

    /**
     * Blocks of addresses in CIDR notation, with commas between them, that are allowed although they are not public,
     * such as {@code 10.1.0.0/16}. As an environment variable: {@code FAIRLEAD_ALLOWED_NETWORKS}.
     */
    Optional<String> allowed();
}
