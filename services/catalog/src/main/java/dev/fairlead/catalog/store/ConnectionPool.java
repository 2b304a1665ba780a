package dev.fairlead.catalog.store;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/** The pool of connections to PostgreSQL, with the settings that Quarkus has no key for. */
@Singleton
final class ConnectionPool implements PgPoolCreator {

    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    /** Beyond this, requests are told to come back at once. */
    private static final int MOST_WAITING = 200;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options ->
                        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpKeepAlive(true));
        // Without the pool's own timer: it is not stopped when connecting fails, and then, half a minute after each
        // failed query, it reports an error that nobody has.
        return PgBuilder.pool()
                .with(input.poolOptions().setConnectionTimeout(0).setMaxWaitQueueSize(MOST_WAITING))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
