package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;

/** Connections to providers: a pool of its own for each event loop, so that no request ever changes threads. */
@Singleton
public class UpstreamClients {

    private static final int KEEP_ALIVE_SECONDS = 30;

    private final FastThreadLocal<HttpClient> clients;

    UpstreamClients(Vertx vertx, EdgeConfig config) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.upstream().connectTimeout().toMillis())
                .setMaxPoolSize(config.upstream().maxConnections())
                .setMaxWaitQueueSize(config.upstream().maxConnections())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpNoDelay(true)
                // Attempts get spans of their own, with what the conventions for AI calls want to see.
                .setTracingPolicy(TracingPolicy.IGNORE);
        this.clients = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.createHttpClient(options);
            }
        };
    }

    /** Connections to a provider, of the calling event loop. */
    Connections to(Destination destination) {
        return new Connections(clients.get(), destination);
    }

    /**
     * Connections to one destination.
     *
     * @param client the event loop's
     */
    record Connections(HttpClient client, Destination destination) {

        /**
         * A request on a connection to an address that was checked. Fails with {@link UnreachableException} if there is
         * none.
         */
        Future<HttpClientRequest> request(RequestOptions options) {
            try {
                SocketAddress server = destination.server();
                return server == null
                        ? destination.lookUp().compose(found -> connect(options, found))
                        : connect(options, server);
            } catch (UnreachableException e) {
                return Future.failedFuture(e);
            }
        }

        private Future<HttpClientRequest> connect(RequestOptions options, SocketAddress server) {
            Future<HttpClientRequest> request = client.request(options.setServer(server));
            return destination.hasSeveral() ? request.onFailure(e -> destination.failed(server)) : request;
        }
    }
}
