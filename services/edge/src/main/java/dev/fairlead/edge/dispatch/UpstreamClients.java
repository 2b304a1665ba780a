package dev.fairlead.edge.dispatch;

import java.util.IdentityHashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.telemetry.RequestMetrics;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import org.jspecify.annotations.Nullable;

/** Connections to providers: a pool of its own for each event loop, so that no request ever changes threads. */
@Singleton
public class UpstreamClients {

    private static final int KEEP_ALIVE_SECONDS = 30;

    private final FastThreadLocal<Loop> loops;
    private final RequestMetrics metrics;

    /**
     * What an event loop has.
     *
     * @param pooled keeps connections for the next request
     * @param fresh opens a connection for each request
     * @param lastUsed when each open connection of {@code pooled} was last used
     */
    record Loop(HttpClient pooled, HttpClient fresh, Map<HttpConnection, LastUse> lastUsed) {}

    /** When a connection was last used, as of {@link System#nanoTime}. */
    static final class LastUse {
        private long nanos;

        void isNow() {
            nanos = System.nanoTime();
        }
    }

    UpstreamClients(Vertx vertx, EdgeConfig config, RequestMetrics metrics) {
        this.metrics = metrics;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.upstream().connectTimeout().toMillis())
                .setMaxPoolSize(config.upstream().maxConnections())
                .setMaxWaitQueueSize(config.upstream().maxConnections())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpNoDelay(true)
                // Attempts get spans of their own, with what the conventions for AI calls want to see.
                .setTracingPolicy(TracingPolicy.IGNORE);
        HttpClientOptions unpooled = new HttpClientOptions(options).setKeepAlive(false);
        this.loops = new FastThreadLocal<>() {
            @Override
            protected Loop initialValue() {
                return new Loop(
                        vertx.createHttpClient(options), vertx.createHttpClient(unpooled), new IdentityHashMap<>());
            }
        };
    }

    /** Connections to a provider, of the calling event loop. */
    Connections to(Destination destination) {
        return new Connections(loops.get(), destination, metrics);
    }

    /**
     * A request on a connection, not sent yet.
     *
     * @param idleNanos for how long the connection had nothing to do before; 0 if it is a new one
     * @param lastUse to be kept up to date; null if the connection is for this request only
     */
    record Connected(
            HttpClientRequest request,
            long idleNanos,
            @Nullable LastUse lastUse) {}

    /** Connections to one destination. */
    static final class Connections {

        private final Loop loop;
        private final Destination destination;
        private final RequestMetrics metrics;

        Connections(Loop loop, Destination destination, RequestMetrics metrics) {
            this.loop = loop;
            this.destination = destination;
            this.metrics = metrics;
        }

        /**
         * A request on a connection to an address that was checked. Fails with {@link UnreachableException} if there is
         * none.
         */
        Future<Connected> request(RequestOptions options) {
            return on(loop.pooled(), options).map(this::used);
        }

        /** The same on a connection of its own, after a connection turned out to be stale. */
        Future<Connected> requestAfresh(RequestOptions options) {
            metrics.staleConnection();
            return on(loop.fresh(), options).map(request -> new Connected(request, 0, null));
        }

        private Connected used(HttpClientRequest request) {
            HttpConnection connection = request.connection();
            LastUse lastUse = loop.lastUsed().get(connection);
            if (lastUse != null) {
                return new Connected(request, System.nanoTime() - lastUse.nanos, lastUse);
            }
            lastUse = new LastUse();
            lastUse.isNow();
            loop.lastUsed().put(connection, lastUse);
            connection.closeHandler(closed -> loop.lastUsed().remove(connection));
            return new Connected(request, 0, lastUse);
        }

        private Future<HttpClientRequest> on(HttpClient client, RequestOptions options) {
            try {
                SocketAddress server = destination.server();
                return server == null
                        ? destination.lookUp().compose(found -> connect(client, options, found))
                        : connect(client, options, server);
            } catch (UnreachableException e) {
                return Future.failedFuture(e);
            }
        }

        private Future<HttpClientRequest> connect(HttpClient client, RequestOptions options, SocketAddress server) {
            Future<HttpClientRequest> request = client.request(options.setServer(server));
            return destination.hasSeveral() ? request.onFailure(e -> destination.failed(server)) : request;
        }
    }
}
