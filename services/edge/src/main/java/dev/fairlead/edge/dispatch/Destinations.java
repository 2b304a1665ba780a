package dev.fairlead.edge.dispatch;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.BaseUrl;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/** Where the base URLs of providers lead; each is read once. */
@Singleton
class Destinations {

    private static final Logger LOG = Logger.getLogger(Destinations.class);

    private final ConcurrentMap<String, Destination> byBaseUrl = new ConcurrentHashMap<>();
    private final AddressCheck check;
    private final Destination.Resolver resolver;
    private final Destination.Ticks ticks;

    @Inject
    Destinations(AddressCheck check, Vertx vertx) {
        // The JVM's own resolver reads what the machine is set up with. It blocks, hence off the event loop.
        this(
                check,
                host -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false),
                System::nanoTime);
    }

    Destinations(AddressCheck check, Destination.Resolver resolver, Destination.Ticks ticks) {
        this.check = check;
        this.resolver = resolver;
        this.ticks = ticks;
    }

    /** Where a base URL leads. */
    Destination of(String baseUrl) {
        Destination known = byBaseUrl.get(baseUrl);
        return known != null ? known : byBaseUrl.computeIfAbsent(baseUrl, this::read);
    }

    private Destination read(String baseUrl) {
        try {
            return new Destination(BaseUrl.parse(baseUrl), check, resolver, ticks);
        } catch (IllegalArgumentException e) {
            LOG.errorf("the base URL '%s' cannot be used: it %s", baseUrl, e.getMessage());
            return Destination.nowhere(resolver, ticks);
        }
    }
}
