package dev.fairlead.edge.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.fairlead.edge.envelope.JsonText;
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

/** Hands requests on to another service. Only headers that are named pass, in either direction. */
final class ServiceProxy {

    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final int CONNECT_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 10_000;
    private static final int MAX_CONNECTIONS = 64;
    private static final int UNAVAILABLE = 503;
    private static final String PROBLEM = "application/problem+json";

    private final HttpClient client;
    private final String baseUrl;
    private final List<String> requestHeaders;
    private final List<String> responseHeaders;

    /**
     * A way to one service.
     *
     * @param requestHeaders what it needs to see of callers, in lower case; anything else of them stays here
     * @param responseHeaders what callers need to see of it, in lower case
     */
    ServiceProxy(Vertx vertx, String baseUrl, List<String> requestHeaders, List<String> responseHeaders) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setMaxPoolSize(MAX_CONNECTIONS));
        this.baseUrl = baseUrl;
        this.requestHeaders = requestHeaders;
        this.responseHeaders = responseHeaders;
    }

    /**
     * A request on its way.
     *
     * @param path where to, with its query
     * @param ownHeaders replace the caller's
     */
    record Forwarded(HttpServerRequest request, String path, Map<String, String> ownHeaders, Buffer body) {

        /** To the same place, as the caller sent it. */
        static Forwarded of(HttpServerRequest request, Buffer body) {
            return new Forwarded(request, request.uri(), Map.of(), body);
        }
    }

    /**
     * Forwards a request.
     *
     * @param answer gets the head of the answer, whose body it has to take in the same turn
     * @param away called if there is no answer
     */
    void forward(Forwarded forwarded, Consumer<HttpClientResponse> answer, Runnable away) {
        HttpServerRequest request = forwarded.request();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(baseUrl + forwarded.path())
                .setTimeout(ANSWER_MILLIS);
        for (String name : requestHeaders) {
            String value = request.getHeader(name);
            if (value != null) {
                options.putHeader(name, value);
            }
        }
        forwarded.ownHeaders().forEach(options::putHeader);
        client.request(options)
                .compose(upstream -> upstream.send(forwarded.body()))
                .onSuccess(answer::accept)
                .onFailure(e -> away.run());
    }

    /** Hands the answer on as it comes. */
    void passOn(HttpServerRequest request, HttpClientResponse head) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            head.request().reset();
            return;
        }
        response.setStatusCode(head.statusCode());
        for (String name : responseHeaders) {
            String value = head.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        String length = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (request.method().equals(HttpMethod.HEAD) || head.statusCode() == HttpResponseStatus.NOT_MODIFIED.code()) {
            if (length != null) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
            }
            head.end().onComplete(done -> response.end());
            return;
        }
        if (length != null) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        } else {
            response.setChunked(true);
        }
        // A body that breaks off must not look complete.
        head.pipeTo(response).onFailure(e -> response.reset());
    }

    /** Refuses a request of a person. */
    static void problem(HttpServerRequest request, int status, String detail) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (status == UNAVAILABLE) {
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
