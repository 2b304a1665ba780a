package dev.fairlead.edge.api;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.edge.dispatch.OutcomeReporter;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.KeyDirectory;
import dev.fairlead.edge.snapshot.Snapshots;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Every route of the edge. Raw handlers on the event loop: they move bytes and bind no objects. */
@Singleton
class EdgeRoutes {

    private static final Logger LOG = Logger.getLogger(EdgeRoutes.class);
    private static final int METHOD_NOT_ALLOWED = 405;

    private final ChatRoute chat;
    private final ExplainRoute explain;
    private final CatalogProxy catalog;
    private final BillingProxy billing;
    private final RoutingProxy routing;
    private final Refusals refusals;
    private final Snapshots snapshots;
    private final KeyDirectory keys;
    private final OutcomeReporter outcomes;

    EdgeRoutes(
            ChatRoute chat,
            ExplainRoute explain,
            CatalogProxy catalog,
            BillingProxy billing,
            RoutingProxy routing,
            Refusals refusals,
            Snapshots snapshots,
            KeyDirectory keys,
            OutcomeReporter outcomes) {
        this.chat = chat;
        this.explain = explain;
        this.catalog = catalog;
        this.billing = billing;
        this.routing = routing;
        this.refusals = refusals;
        this.snapshots = snapshots;
        this.keys = keys;
        this.outcomes = outcomes;
    }

    void start(@Observes StartupEvent event) {
        snapshots.start();
        keys.start();
        outcomes.start();
    }

    void routes(@Observes Router router) {
        router.post(ChatRoute.PATH).handler(context -> chat.handle(context.request()));
        router.route(ChatRoute.PATH).handler(this::otherMethod);
        router.post(ExplainRoute.PATH).handler(context -> explain.handle(context.request()));
        router.route(ExplainRoute.PATH).handler(this::otherMethod);
        for (String path : CatalogProxy.PUBLIC_PATHS) {
            router.get(path).handler(catalog::forCallers);
            router.head(path).handler(catalog::forCallers);
            router.route(path).handler(this::otherMethod);
        }
        router.route("/api/v1/catalog/*").handler(catalog::forPeople);
        for (String path : List.of("/api/v1/key", "/api/v1/generation")) {
            router.get(path).handler(context -> billing.forApplications(context.request()));
        }
        router.post("/api/v1/generation/feedback").handler(context -> billing.forBoth(context.request()));
        // Before the wildcard of what the router owns: results are added up from billing's records.
        router.get("/api/v1/routing/policies/:name/results").handler(context -> billing.forPeople(context.request()));
        for (String path : List.of("/api/v1/keys", "/api/v1/keys/:hash", "/api/v1/credits", "/api/v1/credits/grants")) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE)) {
                router.route(method, path).handler(context -> billing.forPeople(context.request()));
            }
        }
        routingRules(router);
        router.route("/api/v1/*").last().handler(this::unknown);
        router.route("/api/v1/*").failureHandler(this::failed);
    }

    private void routingRules(Router router) {
        for (String path : RoutingProxy.PEOPLES_PATHS) {
            for (HttpMethod method :
                    List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE)) {
                router.route(method, path).handler(routing::forPeople);
            }
        }
        router.get(RoutingProxy.THRESHOLDS).handler(routing::forPeople);
        router.route(RoutingProxy.THRESHOLDS).handler(this::otherMethod);
        router.get(RoutingProxy.PRESETS).handler(routing::forPresets);
        router.route(RoutingProxy.PRESETS).handler(this::otherMethod);
        router.get(RoutingProxy.PRESET).handler(routing::forPresets);
        router.delete(RoutingProxy.PRESET).handler(routing::forPresets);
        router.route(RoutingProxy.PRESET).handler(this::otherMethod);
        router.post(RoutingProxy.PRESET_OF_CHAT).handler(routing::forPresets);
        router.route(RoutingProxy.PRESET_OF_CHAT).handler(this::otherMethod);
        for (String path : RoutingProxy.PRESET_VERSIONS) {
            router.get(path).handler(routing::forPresets);
            router.route(path).handler(this::otherMethod);
        }
    }

    private void otherMethod(RoutingContext context) {
        HttpServerRequest request = context.request();
        refusals.send(
                request,
                ApiError.of(ErrorType.INVALID_REQUEST, request.path() + " does not take " + request.method() + ".")
                        .withStatus(METHOD_NOT_ALLOWED));
    }

    private void unknown(RoutingContext context) {
        HttpServerRequest request = context.request();
        refusals.send(request, ApiError.of(ErrorType.NOT_FOUND, "There is no " + request.path() + " here."));
    }

    private void failed(RoutingContext context) {
        if (context.failure() != null) {
            LOG.error("unexpected failure", context.failure());
        }
        refusals.send(context.request(), ApiError.of(ErrorType.SERVER, "Something went wrong here."));
    }
}
