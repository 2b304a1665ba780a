package dev.fairlead.catalog.registration;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.inject.Singleton;

import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.AllowedNetworks;
import dev.fairlead.platform.network.BaseUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Checks the hosts of base URLs when they are entered; the edge checks them again when it connects. */
@Singleton
class Hosts {

    private final Vertx vertx;
    private final AddressCheck check;

    Hosts(Vertx vertx, AddressCheck check) {
        this.vertx = vertx;
        this.check = check;
    }

    /** Fails with 400 if a host has no address, or has one that must not be connected to. Null needs no check. */
    Uni<Void> check(@Nullable BaseUrl url) {
        if (url == null) {
            return Uni.createFrom().voidItem();
        }
        // Name servers may take their time, so not on the event loop.
        return Uni.createFrom()
                .completionStage(() -> vertx.<Void>executeBlocking(
                                () -> {
                                    checkAddresses(url.host());
                                    return null;
                                },
                                false)
                        .toCompletionStage());
    }

    private void checkAddresses(String host) {
        for (InetAddress address : addresses(host)) {
            String refusal = check.refusal(address);
            if (refusal != null) {
                throw Fields.fault(
                        "base_url", "leads to " + refusal + "; an operator can allow it in " + AllowedNetworks.SETTING);
            }
        }
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw Fields.fault("base_url", "names the host '" + host + "', which cannot be resolved");
        }
    }
}
