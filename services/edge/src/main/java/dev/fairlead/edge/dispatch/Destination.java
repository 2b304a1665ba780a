package dev.fairlead.edge.dispatch;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.AllowedNetworks;
import dev.fairlead.platform.network.BaseUrl;
import io.vertx.core.Future;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a base URL leads: the addresses of its host that have been checked, and to which, and to no others, connections
 * are made. So a name that means another address a moment later gains nothing. Thread-safe; the usual case is one
 * volatile read.
 */
final class Destination {

    /** For how long a name keeps its addresses before it is looked up again, behind the back of requests. */
    static final Duration FRESH = Duration.ofSeconds(30);

    /** After what time without a request a name is looked up before it is used again. */
    static final Duration STALE = Duration.ofMinutes(5);

    /** For how long a refusal or a failure stands before the name is looked up again. */
    static final Duration REFUSED = Duration.ofSeconds(2);

    /** Finds the addresses of a host. */
    interface Resolver {

        /** All of them, off the event loop; completed on the calling context. */
        Future<List<InetAddress>> resolve(String host);
    }

    /** Tells the time, in nanoseconds from an arbitrary origin. */
    interface Ticks {
        long nanoTime();
    }

    /**
     * What is known of the host.
     *
     * @param servers the addresses to which connections may be made, in the resolver's order
     * @param refusal why there are none; null if there are
     * @param until when to look again, by {@link Ticks}
     */
    private record Known(
            List<SocketAddress> servers, @Nullable UnreachableException refusal, long until) {}

    private final BaseUrl url;
    private final String host;
    private final AddressCheck check;
    private final Resolver resolver;
    private final Ticks ticks;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final boolean isLiteral;
    private volatile @Nullable Known known;
    private volatile int preferred;

    Destination(BaseUrl url, AddressCheck check, Resolver resolver, Ticks ticks) {
        this.url = url;
        this.host = url.hostInUrl();
        this.check = check;
        this.resolver = resolver;
        this.ticks = ticks;
        InetAddress literal = url.address();
        this.isLiteral = literal != null;
        if (literal != null) {
            known = judged(List.of(literal));
        }
    }

    /** Where a base URL leads that is none: requests to it fail, and only they. */
    static Destination nowhere(Resolver resolver, Ticks ticks) {
        AddressCheck strict = new AddressCheck(AllowedNetworks.NONE);
        return new Destination(BaseUrl.parse("http://0.0.0.0"), strict, resolver, ticks);
    }

    /** Fills in where a request goes to, but for the address. */
    RequestOptions address(RequestOptions options, String path) {
        return options.setSsl(url.secure()).setHost(host).setPort(url.port()).setURI(url.path() + path);
    }

    /**
     * An address to connect to, if it is known without looking it up; null if it has to be looked up first.
     *
     * @throws UnreachableException if no address of it may be connected to
     */
    @Nullable
    SocketAddress server() throws UnreachableException {
        Known now = known;
        if (now == null) {
            return null;
        }
        if (!isLiteral) {
            long late = ticks.nanoTime() - now.until();
            if (late >= 0) {
                if (now.refusal() != null || late >= STALE.toNanos()) {
                    return null;
                }
                refresh();
            }
        }
        return chosen(now);
    }

    /** An address to connect to, looked up now; fails with {@link UnreachableException}. */
    Future<SocketAddress> lookUp() {
        return resolver.resolve(url.host()).transform(resolved -> {
            Known now = resolved.succeeded() ? judged(resolved.result()) : unresolved();
            known = now;
            try {
                return Future.succeededFuture(chosen(now));
            } catch (UnreachableException e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Whether there is another address to turn to when one does not answer. */
    boolean hasSeveral() {
        Known now = known;
        return now != null && now.servers().size() > 1;
    }

    /** No connection could be made to that address: the next one takes its place. */
    void failed(SocketAddress server) {
        Known now = known;
        if (now != null
                && now.servers().size() > 1
                && server.equals(now.servers().get(preferred(now)))) {
            preferred = (preferred(now) + 1) % now.servers().size();
        }
    }

    private void refresh() {
        if (refreshing.compareAndSet(false, true)) {
            resolver.resolve(url.host()).onComplete(resolved -> {
                known = resolved.succeeded() ? judged(resolved.result()) : unresolved();
                refreshing.set(false);
            });
        }
    }

    private SocketAddress chosen(Known now) throws UnreachableException {
        if (now.refusal() != null) {
            throw now.refusal();
        }
        return now.servers().get(preferred(now));
    }

    private int preferred(Known now) {
        int index = preferred;
        return index < now.servers().size() ? index : 0;
    }

    private Known judged(List<InetAddress> addresses) {
        List<SocketAddress> servers = new ArrayList<>();
        String refused = null;
        for (InetAddress address : addresses) {
            String refusal = check.refusal(address);
            if (refusal == null) {
                servers.add(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()));
            } else {
                refused = refusal;
            }
        }
        if (servers.isEmpty()) {
            String reason = refused == null ? "its name has no address" : "its address is " + refused;
            return refused(reason + (refused == null ? "" : ", which is not allowed here"));
        }
        return new Known(List.copyOf(servers), null, ticks.nanoTime() + FRESH.toNanos());
    }

    /** While the resolver does not answer, what was checked last stays good. */
    private Known unresolved() {
        Known last = known;
        return last != null && last.refusal() == null
                ? new Known(last.servers(), null, ticks.nanoTime() + REFUSED.toNanos())
                : refused("its name cannot be resolved");
    }

    private Known refused(String reason) {
        return new Known(
                List.of(),
                new UnreachableException("no connection is made to the provider: " + reason),
                ticks.nanoTime() + REFUSED.toNanos());
    }
}
