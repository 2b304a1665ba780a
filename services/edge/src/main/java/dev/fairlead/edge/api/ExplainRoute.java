package dev.fairlead.edge.api;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.routing.Route;
import dev.fairlead.edge.routing.RouteFinder;
import dev.fairlead.edge.routing.RouteQuestion;
import dev.fairlead.edge.snapshot.Snapshots;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/route/explain}: what would be done with a chat request, and why. It is planned like a call, and
 * then nothing is sent, spent or counted.
 */
@Singleton
class ExplainRoute {

    static final String PATH = "/api/v1/route/explain";

    private static final Logger LOG = Logger.getLogger(ExplainRoute.class);
    /** What every reader of JSON can take as a whole number. */
    private static final long SEEDS = 1L << 53;

    private final Vertx vertx;
    private final Intake intake;
    private final RouteFinder routes;
    private final Snapshots snapshots;
    private final Refusals refusals;

    ExplainRoute(Vertx vertx, Intake intake, RouteFinder routes, Snapshots snapshots, Refusals refusals) {
        this.vertx = vertx;
        this.intake = intake;
        this.routes = routes;
        this.snapshots = snapshots;
        this.refusals = refusals;
    }

    void handle(HttpServerRequest http) {
        intake.take(http, new Question(http));
    }

    private final class Question implements Intake.Receiver {

        private final HttpServerRequest http;

        Question(HttpServerRequest http) {
            this.http = http;
        }

        @Override
        public void received(ApiKey key, byte[] body) {
            long seed = seed(http.getParam("seed"));
            ChatRequest request = ChatRequest.read(body, key.organisation(), ChatRoute.session(http));
            RouteQuestion question = new RouteQuestion(key, request, http.headers(), Instant.now(), seed, true);
            routes.find(question, route -> explain(question, route), this::refused);
        }

        /** Off the event loop: to say how likely something is, it is planned again and again. */
        private void explain(RouteQuestion question, Route route) {
            vertx.executeBlocking(
                            () -> Explanation.of(question, route, snapshots.health(), routes.chances(route)), false)
                    .onSuccess(this::answer)
                    .onFailure(failure -> {
                        LOG.error("a route could not be explained", failure);
                        refused(ApiError.of(ErrorType.SERVER, "Something went wrong here."));
                    });
        }

        private void answer(byte[] explanation) {
            http.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store")
                    .end(Buffer.buffer(explanation));
        }

        @Override
        public void refused(ApiError error) {
            refusals.send(http, error);
        }

        @Override
        public String toString() {
            return PATH;
        }
    }

    private static long seed(@Nullable String seed) {
        if (seed == null) {
            return ThreadLocalRandom.current().nextLong(SEEDS);
        }
        try {
            return Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw new ApiException(ApiError.ofField("seed", "must be a whole number"));
        }
    }
}
