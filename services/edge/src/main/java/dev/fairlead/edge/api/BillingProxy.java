package dev.fairlead.edge.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.Authenticator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;

/**
 * Hands requests about accounts on to billing, which owns them. Two kinds: those of people, who show a token of the
 * identity provider and get problem documents; and those of applications, who show their API key and get errors in the
 * envelope of the inference API.
 */
@Singleton
class BillingProxy {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int CONNECT_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 10_000;
    private static final Set<HttpMethod> METHODS_WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PATCH);
    private static final String PROBLEM = "application/problem+json";
    /** What billing needs to see; anything else of the caller stays here. */
    private static final List<String> REQUEST_HEADERS =
            List.of("authorization", "x-api-key", "content-type", "accept", "idempotency-key", "x-organisation");

    private static final List<String> RESPONSE_HEADERS =
            List.of("content-type", "retry-after", "www-authenticate", "location");

    private final HttpClient client;
    private final BodyReader bodies;
    private final Authenticator authenticator;
    private final Refusals refusals;
    private final String baseUrl;

    BillingProxy(Vertx vertx, BodyReader bodies, Authenticator authenticator, Refusals refusals, EdgeConfig config) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.bodies = bodies;
        this.authenticator = authenticator;
        this.refusals = refusals;
        this.baseUrl = config.billingUrl().toString();
    }

    /** A request of a person. */
    void forPeople(HttpServerRequest request) {
        boolean hasBody = METHODS_WITH_BODY.contains(request.method());
        if (!hasBody) {
            forward(request, Buffer.buffer(), this::passOn, () -> problem(request, 503, "Billing does not answer."));
            return;
        }
        ApiError headFault = bodies.checkHead(request);
        if (headFault != null) {
            problem(request, headFault.status(), headFault.message());
            return;
        }
        bodies.read(
                request,
                body -> forward(
                        request,
                        Buffer.buffer(body),
                        this::passOn,
                        () -> problem(request, 503, "Billing does not answer.")),
                error -> problem(request, error.status(), error.message()));
    }

    /** A request of an application. */
    void forApplications(HttpServerRequest request) {
        request.pause();
        authenticator.authenticate(request.headers()).onSuccess(result -> {
            request.resume();
            switch (result) {
                case Authenticator.Result.Refused refused -> refusals.send(request, refused.error());
                case Authenticator.Result.Caller caller ->
                    forward(
                            request,
                            Buffer.buffer(),
                            this::translate,
                            () -> refusals.send(
                                    request, ApiError.unavailable("Billing does not answer; try again.", RETRY_AFTER)));
            }
        });
    }

    private interface Answer extends BiConsumer<HttpServerRequest, Answered> {}

    private record Answered(HttpClientResponse head, Buffer body) {}

    private void forward(HttpServerRequest request, Buffer body, Answer answer, Runnable away) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(baseUrl + request.uri())
                .setTimeout(ANSWER_MILLIS);
        for (String name : REQUEST_HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                options.putHeader(name, value);
            }
        }
        client.request(options)
                .compose(upstream -> upstream.send(body))
                .compose(head -> head.body().map(bytes -> new Answered(head, bytes)))
                .onSuccess(answered -> answer.accept(request, answered))
                .onFailure(e -> away.run());
    }

    private void passOn(HttpServerRequest request, Answered answered) {
        HttpServerResponse response =
                request.response().setStatusCode(answered.head().statusCode());
        for (String name : RESPONSE_HEADERS) {
            String value = answered.head().getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store").end(answered.body());
    }

    private void translate(HttpServerRequest request, Answered answered) {
        int status = answered.head().statusCode();
        switch (status) {
            case 200 -> passOn(request, answered);
            case 404 -> refusals.send(request, ApiError.of(ErrorType.NOT_FOUND, "There is nothing of that id."));
            case 400 -> refusals.send(request, ApiError.of(ErrorType.INVALID_REQUEST, detail(answered.body())));
            case 401 -> refusals.send(request, ApiError.of(ErrorType.AUTHENTICATION, "The API key is not known."));
            default -> refusals.send(request, ApiError.unavailable("Billing does not answer; try again.", RETRY_AFTER));
        }
    }

    private static String detail(Buffer problem) {
        try {
            String detail = problem.toJsonObject().getString("detail");
            return detail == null ? "The request is not valid." : detail;
        } catch (RuntimeException e) {
            return "The request is not valid.";
        }
    }

    private static void problem(HttpServerRequest request, int status, String detail) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
        }
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":"
                + JsonText.quote(detail) + "}";
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
                .end(Buffer.buffer(json.getBytes(StandardCharsets.UTF_8)));
    }
}
