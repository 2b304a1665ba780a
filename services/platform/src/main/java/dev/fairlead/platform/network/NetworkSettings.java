package dev.fairlead.platform.network;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the check of addresses as an operator has set it. */
@Singleton
final class NetworkSettings {

    /** The check; a faulty setting ends the start of a service that needs it. */
    @Produces
    @Singleton
    AddressCheck addressCheck(NetworkConfig config) {
        return new AddressCheck(config.allowed().map(AllowedNetworks::parse).orElse(AllowedNetworks.NONE));
    }
}
