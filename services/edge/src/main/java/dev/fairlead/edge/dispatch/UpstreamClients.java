package dev.fairlead.edge.dispatch;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
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

    /** The calling event loop's client. */
    HttpClient client() {
        return clients.get();
    }
}
