package dev.fairlead.edge.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.api.ServiceProxy.Forwarded;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.identity.Authenticator;
import dev.fairlead.edge.identity.Credential;
import dev.fairlead.edge.identity.ServiceToken;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Hands requests about models on to the catalog. Anybody may ask what there is; who shows an API key also sees what its
 * organisation has to itself, which the edge vouches for with a token of its own. People with a token of the identity
 * provider manage the catalog.
 */
@Singleton
class CatalogProxy {

    static final String CALLERS_OWN = "/api/v1/models/user";

    /** What everybody may read. */
    static final List<String> PUBLIC_PATHS = List.of(
            "/api/v1/models",
            "/api/v1/models/count",
            CALLERS_OWN,
            "/api/v1/model/:author/:slug",
            "/api/v1/models/:author/:slug/endpoints",
            "/api/v1/providers",
            "/api/v1/endpoints/zdr",
            "/api/v1/embeddings/models");

    private static final String AWAY = "The catalog does not answer; try again.";
    private static final List<String> RESPONSE_HEADERS = List.of(
            "content-type",
            "content-encoding",
            "cache-control",
            "etag",
            "last-modified",
            "link",
            "location",
            "retry-after",
            "vary",
            "www-authenticate");

    private final ServiceProxy callers;
    private final ServiceProxy managers;
    private final PeoplesRequests people;
    private final Function<MultiMap, Future<Authenticator.Result>> authenticator;
    private final Supplier<Future<String>> token;
    private final Refusals refusals;

    @Inject
    CatalogProxy(
            Vertx vertx,
            PeoplesRequests people,
            Authenticator authenticator,
            ServiceToken token,
            Refusals refusals,
            EdgeConfig config) {
        this(
                vertx,
                people,
                authenticator::authenticate,
                token::get,
                refusals,
                config.catalogUrl().toString());
    }

    CatalogProxy(
            Vertx vertx,
            PeoplesRequests people,
            Function<MultiMap, Future<Authenticator.Result>> authenticator,
            Supplier<Future<String>> token,
            Refusals refusals,
            String url) {
        this.callers = new ServiceProxy(
                vertx,
                url,
                List.of("accept", "accept-encoding", "if-none-match", "if-modified-since"),
                RESPONSE_HEADERS);
        this.managers = new ServiceProxy(
                vertx,
                url,
                List.of("authorization", "content-type", "accept", "if-match", "if-none-match", "x-organisation"),
                RESPONSE_HEADERS);
        this.people = people;
        this.authenticator = authenticator;
        this.token = token;
        this.refusals = refusals;
    }

    /** A request of a person, to manage the catalog. */
    void forPeople(RoutingContext context) {
        HttpServerRequest request = context.request();
        people.withAnyBody(
                request,
                body -> managers.forward(
                        new Forwarded(request, path(context), Map.of(), body),
                        head -> managers.passOn(request, head),
                        () -> ServiceProxy.problem(request, 503, AWAY)));
    }

    /** A request of an application, or of anybody. */
    void forCallers(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = path(context);
        boolean isAnonymous = Credential.of(request.headers()) instanceof Credential.Missing;
        if (isAnonymous && !isCallersOwn(context)) {
            ask(request, path, Map.of());
            return;
        }
        request.pause();
        authenticator.apply(request.headers()).onSuccess(result -> {
            request.resume();
            switch (result) {
                case Authenticator.Result.Refused refused -> refusals.send(request, refused.error());
                case Authenticator.Result.Caller caller -> askFor(caller.key(), context, path);
            }
        });
    }

    /** Without a token the catalog would not believe us; what everybody may see does not need one. */
    private void askFor(ApiKey key, RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        token.get()
                .onSuccess(text -> ask(
                        request,
                        path,
                        Map.of(
                                "authorization",
                                "Bearer " + text,
                                "x-fairlead-organisation",
                                key.organisation().value())))
                .onFailure(e -> {
                    if (isCallersOwn(context)) {
                        refusals.send(request, away());
                    } else {
                        ask(request, path, Map.of());
                    }
                });
    }

    private void ask(HttpServerRequest request, String path, Map<String, String> headers) {
        callers.forward(
                new Forwarded(request, path, headers, Buffer.buffer()),
                head -> {
                    if (!headers.isEmpty() && isRefusal(head)) {
                        // It does not trust this edge, which is not the caller's fault.
                        refusals.send(request, away());
                    } else {
                        callers.passOn(request, head);
                    }
                },
                () -> refusals.send(request, away()));
    }

    private static boolean isRefusal(HttpClientResponse head) {
        return head.statusCode() == 401 || head.statusCode() == 403;
    }

    private static boolean isCallersOwn(RoutingContext context) {
        return context.normalizedPath().equals(CALLERS_OWN);
    }

    /** The path by which the route was found, so that nothing else behind it can be reached. */
    private static String path(RoutingContext context) {
        String query = context.request().query();
        return query == null ? context.normalizedPath() : context.normalizedPath() + '?' + query;
    }

    private static ApiError away() {
        return ApiError.unavailable(AWAY, ServiceProxy.RETRY_AFTER);
    }
}
