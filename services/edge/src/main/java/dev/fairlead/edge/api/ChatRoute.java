package dev.fairlead.edge.api;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.admission.Verdict;
import dev.fairlead.edge.dispatch.Dispatcher;
import dev.fairlead.edge.dispatch.HttpReply;
import dev.fairlead.edge.dispatch.Routing;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.Authenticator;
import dev.fairlead.edge.planning.LoadView;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.PlanRequest;
import dev.fairlead.edge.planning.Planner;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.Snapshots;
import dev.fairlead.edge.telemetry.Spans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;

/** {@code POST /api/v1/chat/completions}: the way of a request up to its dispatch. Runs on the event loop. */
@Singleton
class ChatRoute {

    static final String PATH = "/api/v1/chat/completions";

    private static final Logger LOG = Logger.getLogger(ChatRoute.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Authenticator authenticator;
    private final BodyReader bodies;
    private final Snapshots snapshots;
    private final Credentials credentials;
    private final ProviderAdapters adapters;
    private final Admission admission;
    private final Dispatcher dispatcher;
    private final Refusals refusals;
    private final Spans spans;

    ChatRoute(
            Authenticator authenticator,
            BodyReader bodies,
            Snapshots snapshots,
            Credentials credentials,
            ProviderAdapters adapters,
            Admission admission,
            Dispatcher dispatcher,
            Refusals refusals,
            Spans spans) {
        this.authenticator = authenticator;
        this.bodies = bodies;
        this.snapshots = snapshots;
        this.credentials = credentials;
        this.adapters = adapters;
        this.admission = admission;
        this.dispatcher = dispatcher;
        this.refusals = refusals;
        this.spans = spans;
    }

    /** What is known of a request before it is dispatched. */
    private record Arrival(HttpServerRequest http, GenerationId generation, Context trace, long nanos) {}

    void handle(HttpServerRequest http) {
        long now = System.nanoTime();
        GenerationId generation = GenerationId.create(System.currentTimeMillis(), ThreadLocalRandom.current());
        Arrival arrival = new Arrival(http, generation, Context.current(), now);
        spans.request(Span.fromContext(arrival.trace()), PATH, generation);
        ApiError headFault = bodies.checkHead(http);
        if (headFault != null) {
            refuse(arrival, headFault);
            return;
        }
        var authenticated = authenticator.authenticate(http.headers());
        if (authenticated.isComplete()) {
            authenticated(arrival, authenticated.result());
        } else {
            http.pause();
            authenticated.onSuccess(result -> authenticated(arrival, result));
        }
    }

    private void authenticated(Arrival arrival, Authenticator.Result result) {
        switch (result) {
            case Authenticator.Result.Refused refused -> refuse(arrival, refused.error());
            case Authenticator.Result.Caller caller -> {
                spans.caller(Span.fromContext(arrival.trace()), caller.key());
                bodies.read(
                        arrival.http(), body -> received(arrival, caller.key(), body), error -> refuse(arrival, error));
            }
        }
    }

    private void received(Arrival arrival, ApiKey key, byte[] body) {
        try {
            ChatRequest request = ChatRequest.read(body, key.organisation());
            CatalogIndex catalog = snapshots.catalog();
            if (catalog == null) {
                refuse(arrival, ApiError.unavailable("The catalog is not loaded yet; try again.", SOON));
                return;
            }
            Plan plan = plan(request, catalog, key.organisation().value());
            if (plan.candidates().isEmpty()) {
                refuse(arrival, Unroutable.error(plan, request.models()));
                return;
            }
            admit(arrival, key, request, plan);
        } catch (ApiException e) {
            refuse(arrival, e.error());
        } catch (RuntimeException e) {
            // Nobody above us would answer: without this the caller would wait for ever.
            LOG.errorf(e, "unexpected failure of %s", arrival.generation());
            refuse(arrival, ApiError.of(ErrorType.SERVER, "Something went wrong here."));
        }
    }

    private Plan plan(ChatRequest request, CatalogIndex catalog, String organisation) {
        Instant now = Instant.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Selection> selections = new ModelNames(catalog, organisation, today).selections(request);
        Planner planner = new Planner(catalog, snapshots.health(), LoadView.IDLE, credentials::has, adapters::speaks);
        return planner.plan(PlanRequest.of(
                selections,
                request.features(),
                request.preferences(),
                organisation,
                now,
                ThreadLocalRandom.current().nextLong()));
    }

    private void admit(Arrival arrival, ApiKey key, ChatRequest request, Plan plan) {
        Span span = spans.redis(arrival.trace(), AdmissionFunctions.ADMIT);
        admission.admit(key, arrival.generation(), plan.worstCase()).onSuccess(verdict -> {
            span.end();
            switch (verdict) {
                case Verdict.Admitted admitted -> {
                    if (arrival.http().response().closed()) {
                        admission.release(admitted.reservation());
                        return;
                    }
                    dispatcher.dispatch(
                            new Dispatcher.Admitted(
                                    arrival.generation(),
                                    key,
                                    request,
                                    arrival.http().headers(),
                                    AttributionReader.read(arrival.http().headers(), request),
                                    plan,
                                    admitted.reservation(),
                                    arrival.trace(),
                                    arrival.nanos(),
                                    Routing.direct(request.models().getFirst())),
                            new HttpReply(arrival.http().response(), arrival.generation()));
                }
                case Verdict.Exhausted exhausted -> refuse(arrival, exhausted(exhausted, plan));
                case Verdict.Unavailable unavailable ->
                    refuse(
                            arrival,
                            ApiError.unavailable(
                                    "Spending limits cannot be checked at the moment; try again.",
                                    unavailable.retryAfter()));
            }
        });
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

    private void refuse(Arrival arrival, ApiError error) {
        refusals.send(arrival.http(), arrival.generation(), error);
    }
}
