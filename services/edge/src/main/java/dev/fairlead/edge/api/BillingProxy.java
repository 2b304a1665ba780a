package dev.fairlead.edge.api;

import java.util.List;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.api.ServiceProxy.Forwarded;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.Authenticator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Hands requests about accounts on to billing, which owns them. Two kinds: those of people, who show a token of the
 * identity provider and get problem documents; and those of applications, who show their API key and get errors in the
 * envelope of the inference API.
 */
@Singleton
class BillingProxy {

    private static final String AWAY = "Billing does not answer.";

    /** What every JSON Web Token begins with, and no API key. */
    private static final String TOKEN = "Bearer eyJ";

    private final ServiceProxy billing;
    private final PeoplesRequests people;
    private final BodyReader bodies;
    private final Authenticator authenticator;
    private final Refusals refusals;

    BillingProxy(
            Vertx vertx,
            PeoplesRequests people,
            BodyReader bodies,
            Authenticator authenticator,
            Refusals refusals,
            EdgeConfig config) {
        this.billing = new ServiceProxy(
                vertx,
                config.billingUrl().toString(),
                List.of("authorization", "x-api-key", "content-type", "accept", "idempotency-key", "x-organisation"),
                List.of("content-type", "retry-after", "www-authenticate", "location"));
        this.people = people;
        this.bodies = bodies;
        this.authenticator = authenticator;
        this.refusals = refusals;
    }

    /** A request of a person. */
    void forPeople(HttpServerRequest request) {
        people.withJsonBody(
                request,
                body -> billing.forward(
                        Forwarded.of(request, body),
                        head -> passOn(request, head),
                        () -> ServiceProxy.problem(request, 503, AWAY)));
    }

    /** A request of an application. */
    void forApplications(HttpServerRequest request) {
        request.pause();
        authenticator.authenticate(request.headers()).onSuccess(result -> {
            request.resume();
            switch (result) {
                case Authenticator.Result.Refused refused -> refusals.send(request, refused.error());
                case Authenticator.Result.Caller caller -> forwardOfApplication(request, Buffer.buffer());
            }
        });
    }

    /** A request with a body that either may send. */
    void forBoth(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, TOKEN, 0, TOKEN.length())) {
            forPeople(request);
            return;
        }
        request.pause();
        authenticator.authenticate(request.headers()).onSuccess(result -> {
            switch (result) {
                case Authenticator.Result.Refused refused -> {
                    request.resume();
                    refusals.send(request, refused.error());
                }
                case Authenticator.Result.Caller caller -> withBodyOfApplication(request);
            }
        });
    }

    private void withBodyOfApplication(HttpServerRequest request) {
        ApiError fault = bodies.checkHead(request);
        if (fault != null) {
            request.resume();
            refusals.send(request, fault);
            return;
        }
        bodies.read(
                request,
                body -> forwardOfApplication(request, Buffer.buffer(body)),
                error -> refusals.send(request, error));
    }

    private void forwardOfApplication(HttpServerRequest request, Buffer body) {
        billing.forward(
                Forwarded.of(request, body), head -> translate(request, head), () -> refusals.send(request, away()));
    }

    private void passOn(HttpServerRequest request, HttpClientResponse head) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        billing.passOn(request, head);
    }

    private void translate(HttpServerRequest request, HttpClientResponse head) {
        switch (head.statusCode()) {
            case 200 -> passOn(request, head);
            case 404 -> refusals.send(request, ApiError.of(ErrorType.NOT_FOUND, "There is nothing of that id."));
            case 400 ->
                head.body()
                        .onSuccess(body -> refusals.send(request, ApiError.of(ErrorType.INVALID_REQUEST, detail(body))))
                        .onFailure(e -> refusals.send(request, away()));
            case 401 -> refusals.send(request, ApiError.of(ErrorType.AUTHENTICATION, "The API key is not known."));
            default -> refusals.send(request, away());
        }
    }

    private static ApiError away() {
        return ApiError.unavailable("Billing does not answer; try again.", ServiceProxy.RETRY_AFTER);
    }

    /** What is wrong, whether billing says it to people or to applications. */
    private static String detail(Buffer refusal) {
        try {
            JsonObject json = refusal.toJsonObject();
            JsonObject error = json.getJsonObject("error");
            String detail = error == null ? json.getString("detail") : error.getString("message");
            return detail == null ? "The request is not valid." : detail;
        } catch (RuntimeException e) {
            return "The request is not valid.";
        }
    }
}
