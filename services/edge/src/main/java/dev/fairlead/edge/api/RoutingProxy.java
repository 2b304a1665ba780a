package dev.fairlead.edge.api;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Hands requests about routing rules on to the router, which keeps them. People write policies and defaults with a token
 * of the identity provider. Presets belong to whoever shows an API key, for whom the edge vouches with a token of its
 * own, or to a person's organisation.
 */
@Singleton
class RoutingProxy {

    /** What people see and change; the router knows which methods each takes. */
    static final List<String> PEOPLES_PATHS = List.of(
            "/api/v1/routing/policies",
            "/api/v1/routing/policies/*",
            "/api/v1/routing/defaults",
            "/api/v1/routing/defaults/*",
            "/api/v1/routing/rules",
            "/api/v1/routing/changes");

    static final String THRESHOLDS = "/api/v1/routing/thresholds";

    static final String PRESETS = "/api/v1/presets";

    static final String PRESET = PRESETS + "/:slug";

    static final String PRESET_OF_CHAT = PRESET + "/chat/completions";

    static final List<String> PRESET_VERSIONS = List.of(PRESET + "/versions", PRESET + "/versions/:version");

    private static final String AWAY = "The router does not answer; try again.";
    private static final String JWT_START = "eyJ";
    private static final List<String> RESPONSE_HEADERS =
            List.of("content-type", "etag", "location", "retry-after", "www-authenticate");

    private final ServiceProxy callers;
    private final ServiceProxy persons;
    private final PeoplesRequests people;
    private final BodyReader bodies;
    private final Function<MultiMap, Future<Authenticator.Result>> authenticator;
    private final Supplier<Future<String>> token;
    private final Refusals refusals;

    @Inject
    RoutingProxy(
            Vertx vertx,
            PeoplesRequests people,
            BodyReader bodies,
            Authenticator authenticator,
            ServiceToken token,
            Refusals refusals,
            EdgeConfig config) {
        this(
                vertx,
                people,
                bodies,
                authenticator::authenticate,
                token::get,
                refusals,
                config.routerUrl().toString());
    }

    RoutingProxy(
            Vertx vertx,
            PeoplesRequests people,
            BodyReader bodies,
            Function<MultiMap, Future<Authenticator.Result>> authenticator,
            Supplier<Future<String>> token,
            Refusals refusals,
            String url) {
        this.callers = new ServiceProxy(vertx, url, List.of("accept", "content-type"), RESPONSE_HEADERS);
        this.persons = new ServiceProxy(
                vertx,
                url,
                List.of("authorization", "content-type", "accept", "if-match", "if-none-match", "x-organisation"),
                RESPONSE_HEADERS);
        this.people = people;
        this.bodies = bodies;
        this.authenticator = authenticator;
        this.token = token;
        this.refusals = refusals;
    }

    /** A request of a person, or one that needs nobody. */
    void forPeople(RoutingContext context) {
        HttpServerRequest request = context.request();
        people.withAnyBody(
                request,
                body -> persons.forward(
                        new Forwarded(request, path(context), Map.of(), body),
                        head -> passOn(request, head, persons),
                        () -> ServiceProxy.problem(request, 503, AWAY)));
    }

    /** A request about presets. */
    void forPresets(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isPerson(request.headers())) {
            withBody(
                    request,
                    body -> persons.forward(
                            new Forwarded(request, path(context), Map.of(), body),
                            head -> passOn(request, head, persons),
                            () -> refusals.send(request, away())));
            return;
        }
        request.pause();
        authenticator.apply(request.headers()).onSuccess(result -> {
            switch (result) {
                case Authenticator.Result.Refused refused -> {
                    request.resume();
                    refusals.send(request, refused.error());
                }
                case Authenticator.Result.Caller caller -> vouched(caller.key(), context);
            }
        });
    }

    private void vouched(ApiKey key, RoutingContext context) {
        HttpServerRequest request = context.request();
        token.get()
                .onFailure(e -> {
                    request.resume();
                    refusals.send(request, away());
                })
                .onSuccess(text -> {
                    request.resume();
                    Map<String, String> headers = Map.of(
                            "authorization",
                            "Bearer " + text,
                            "x-fairlead-organisation",
                            key.organisation().value(),
                            "x-fairlead-key",
                            key.hash().value());
                    withBody(request, body -> ask(request, path(context), headers, body));
                });
    }

    private void ask(HttpServerRequest request, String path, Map<String, String> headers, Buffer body) {
        callers.forward(
                new Forwarded(request, path, headers, body),
                head -> {
                    if (head.statusCode() == 401 || head.statusCode() == 403) {
                        // It does not trust this edge, which is not the caller's fault.
                        refusals.send(request, away());
                    } else {
                        passOn(request, head, callers);
                    }
                },
                () -> refusals.send(request, away()));
    }

    private void withBody(HttpServerRequest request, Consumer<Buffer> next) {
        if (!request.method().equals(HttpMethod.POST)) {
            next.accept(Buffer.buffer());
            return;
        }
        ApiError fault = bodies.checkHead(request);
        if (fault != null) {
            refusals.send(request, fault);
        } else {
            bodies.read(request, body -> next.accept(Buffer.buffer(body)), error -> refusals.send(request, error));
        }
    }

    private static void passOn(HttpServerRequest request, HttpClientResponse head, ServiceProxy from) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        from.passOn(request, head);
    }

    /** Whether the credential is a token of the identity provider, which no API key looks like. */
    private static boolean isPerson(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        String bearer = authorization == null ? null : Credential.bearerToken(authorization);
        return bearer != null
                && bearer.startsWith(JWT_START)
                && bearer.chars().filter(c -> c == '.').count() == 2;
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
