package dev.fairlead.platform.secret;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the keys that an operator has set. */
@Singleton
final class SecretSettings {

    /** The keys; a faulty setting ends the start of a service that needs them. */
    @Produces
    @Singleton
    SecretKeys secretKeys(SecretConfig config) {
        return SecretKeys.parse(config.keys().orElse(""));
    }
}
