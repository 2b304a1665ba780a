package dev.fairlead.edge.api;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.admission.Verdict;
import dev.fairlead.edge.dispatch.Dispatcher;
import dev.fairlead.edge.dispatch.HttpReply;
import dev.fairlead.edge.dispatch.Routing;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.routing.ChatCall;
import dev.fairlead.edge.routing.Panel;
import dev.fairlead.edge.routing.Route;
import dev.fairlead.edge.routing.RouteFinder;
import dev.fairlead.edge.routing.RouteQuestion;
import dev.fairlead.edge.telemetry.Spans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/chat/completions}: the way of a request up to its dispatch. Runs on the event loop. */
@Singleton
class ChatRoute {

    static final String PATH = "/api/v1/chat/completions";

    private static final CharSequence SESSION = HttpHeaders.createOptimized("x-session-id");
    private static final CharSequence METADATA = HttpHeaders.createOptimized("x-openrouter-metadata");
    private static final CharSequence OLD_METADATA = HttpHeaders.createOptimized("x-openrouter-experimental-metadata");

    private final Intake intake;
    private final RouteFinder routes;
    private final Instance<Panel> panel;
    private final Admission admission;
    private final Dispatcher dispatcher;
    private final Refusals refusals;
    private final Spans spans;

    ChatRoute(
            Intake intake,
            RouteFinder routes,
            Instance<Panel> panel,
            Admission admission,
            Dispatcher dispatcher,
            Refusals refusals,
            Spans spans) {
        this.intake = intake;
        this.routes = routes;
        this.panel = panel;
        this.admission = admission;
        this.dispatcher = dispatcher;
        this.refusals = refusals;
        this.spans = spans;
    }

    void handle(HttpServerRequest http) {
        Arrival arrival = new Arrival(http, System.nanoTime());
        spans.request(Span.fromContext(arrival.trace), PATH, arrival.generation);
        intake.take(http, arrival);
    }

    static @Nullable String session(HttpServerRequest http) {
        return http.headers().get(SESSION);
    }

    /** A request before it is dispatched. */
    private final class Arrival implements Intake.Receiver {

        private final HttpServerRequest http;
        private final GenerationId generation =
                GenerationId.create(System.currentTimeMillis(), ThreadLocalRandom.current());
        private final Context trace = Context.current();
        private final long nanos;

        Arrival(HttpServerRequest http, long nanos) {
            this.http = http;
            this.nanos = nanos;
        }

        @Override
        public void authenticated(ApiKey key) {
            spans.caller(Span.fromContext(trace), key);
        }

        @Override
        public void received(ApiKey key, byte[] body) {
            ChatRequest request = ChatRequest.read(body, key.organisation(), session(http));
            RouteQuestion question = new RouteQuestion(
                    key,
                    request,
                    http.headers(),
                    Instant.now(),
                    ThreadLocalRandom.current().nextLong(),
                    false);
            routes.find(question, route -> guard(() -> found(key, route)), this::refused);
        }

        private void found(ApiKey key, Route route) {
            ApiError refusal = route.refusal();
            if (refusal != null) {
                refused(refusal);
            } else if (!route.isForPanel()) {
                admit(key, route);
            } else if (panel.isResolvable()) {
                panel.get().answer(call(key, route), this::refused);
            } else {
                refused(ApiError.ofField("model", "several models at once cannot be asked by this gateway"));
            }
        }

        private void admit(ApiKey key, Route route) {
            Plan plan = route.plan();
            Span span = spans.redis(trace, AdmissionFunctions.ADMIT);
            admission.admit(key, generation, plan.worstCase()).onSuccess(verdict -> {
                span.end();
                switch (verdict) {
                    case Verdict.Admitted admitted -> {
                        if (http.response().closed()) {
                            admission.release(admitted.reservation());
                            return;
                        }
                        dispatch(key, route, admitted.reservation());
                    }
                    case Verdict.Exhausted exhausted -> refused(exhausted(exhausted, plan));
                    case Verdict.Unavailable unavailable ->
                        refused(ApiError.unavailable(
                                "Spending limits cannot be checked at the moment; try again.",
                                unavailable.retryAfter()));
                }
            });
        }

        private void dispatch(ApiKey key, Route route, Reservation reservation) {
            dispatcher.dispatch(
                    new Dispatcher.Admitted(
                            generation,
                            key,
                            route.request(),
                            http.headers(),
                            attribution(route.request()),
                            route.plan(),
                            reservation,
                            trace,
                            nanos,
                            routing(route)),
                    new HttpReply(http.response(), generation));
        }

        private Routing routing(Route route) {
            ChatRequest request = route.request();
            return new Routing(
                    request.models().getFirst(),
                    route.kind(),
                    route.taken(),
                    route.hedge(),
                    wantsMetadata(request),
                    route.conversation(),
                    request.namesSession());
        }

        private ChatCall call(ApiKey key, Route route) {
            return new ChatCall(
                    http, generation, key, route.request(), attribution(route.request()), route.taken(), trace, nanos);
        }

        private Attribution attribution(ChatRequest request) {
            return AttributionReader.read(http.headers(), request);
        }

        private boolean wantsMetadata(ChatRequest request) {
            String wish = http.headers().get(METADATA);
            wish = wish == null ? http.headers().get(OLD_METADATA) : wish;
            wish = wish == null ? request.header(METADATA.toString()) : wish;
            return "enabled".equalsIgnoreCase(wish);
        }

        @Override
        public void refused(ApiError error) {
            refusals.send(http, generation, error);
        }

        @Override
        public String toString() {
            return generation.toString();
        }
    }

    private static ApiError exhausted(Verdict.Exhausted exhausted, Plan plan) {
        String whose =
                switch (exhausted.level()) {
                    case ORGANISATION -> "The organisation's credits do not suffice";
                    case KEY -> "The spending limit of the API key does not suffice";
                };
        return ApiError.of(
                ErrorType.PAYMENT_REQUIRED,
                whose + ": this request may cost up to " + plan.worstCase() + ", and " + exhausted.left()
                        + " is left. A smaller max_tokens or a cheaper model may fit.");
    }
}
