package dev.fairlead.platform.secret;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Settings of secrets at rest. */
@ConfigMapping(prefix = "fairlead.secrets")
interface SecretConfig {

    /**
     * Keys of 32 bytes as {@code id:base64,id:base64}: the first seals, all open. As an environment variable:
     * {@code FAIRLEAD_SECRETS_KEYS}.
     */
    Optional<String> keys();
}
