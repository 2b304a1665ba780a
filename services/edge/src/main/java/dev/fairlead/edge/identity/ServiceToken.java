package dev.fairlead.edge.identity;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The token by which the edge proves itself to other services: client credentials, kept until shortly before it
 * expires. While Keycloak is away a token that is still good stays in use; without one the calls that need it fail, and
 * inference by known keys does not need it.
 */
@Singleton
public class ServiceToken {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long SPARE_SECONDS = 30;

    private final OidcClient client;
    private volatile @Nullable Tokens current;
    private @Nullable Future<String> underWay;

    ServiceToken(OidcClient client) {
        this.client = client;
    }

    /** A token that is good for at least half a minute. */
    public Future<String> get() {
        Tokens tokens = current;
        return tokens != null && !tokens.isAccessTokenWithinRefreshInterval() && isGood(tokens)
                ? Future.succeededFuture(tokens.getAccessToken())
                : fetch();
    }

    private static boolean isGood(Tokens tokens) {
        Long expiresAt = tokens.getAccessTokenExpiresAt();
        return expiresAt != null && expiresAt - SPARE_SECONDS > System.currentTimeMillis() / 1000;
    }

    private synchronized Future<String> fetch() {
        Future<String> other = underWay;
        if (other != null) {
            return other;
        }
        Promise<String> promise = Promise.promise();
        underWay = promise.future();
        client.getTokens()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        tokens -> {
                            current = tokens;
                            done();
                            promise.complete(tokens.getAccessToken());
                        },
                        failure -> {
                            done();
                            promise.fail(failure);
                        });
        return promise.future();
    }

    private synchronized void done() {
        underWay = null;
    }
}
