package dev.fairlead.catalog.importing;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/**
 * Facts from an HTTP address that an operator gives. It is connected to the very address that was checked, so a name
 * cannot lead elsewhere in between; redirects are not followed.
 */
@Singleton
final class FactsAddress {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int OK = 200;
    private static final String FIELD = "url";

    private final Vertx vertx;
    private final HttpClient client;
    private final AddressCheck check;
    private final ImportConfig config;

    FactsAddress(Vertx vertx, AddressCheck check, ImportConfig config) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient();
        this.check = check;
        this.config = config;
    }

    /** What is there; fails with 400 if it cannot be had, naming why. */
    Uni<String> fetch(String url) {
        return Uni.createFrom()
                .deferred(() -> {
                    URI uri = parse(url);
                    return Uni.createFrom()
                            .completionStage(() -> vertx.executeBlocking(() -> resolve(uri), false)
                                    .compose(address -> get(uri, address))
                                    .toCompletionStage());
                })
                .map(FactsAddress::text);
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw refused("is not an http(s) URL");
        }
        throw refused("is not an http(s) URL, or names a user");
    }

    private InetAddress resolve(URI uri) {
        String host = uri.getHost().replace("[", "").replace("]", "");
        try {
            InetAddress address = InetAddress.getByName(host);
            String refusal = check.refusal(address);
            if (refusal != null) {
                throw refused("leads to " + address.getHostAddress() + ", which is " + refusal);
            }
            return address;
        } catch (UnknownHostException e) {
            throw refused("names a host that does not exist");
        }
    }

    private Future<Buffer> get(URI uri, InetAddress address) {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(secure)
                .setHost(uri.getHost())
                .setPort(port)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
                .setFollowRedirects(false);
        return client.request(options)
                .compose(request -> {
                    long timer = vertx.setTimer(config.timeout().toMillis(), id -> request.reset());
                    return request.send().compose(this::body).onComplete(done -> vertx.cancelTimer(timer));
                })
                .recover(e ->
                        Future.failedFuture(e instanceof ProblemException ? e : refused("does not answer in time")));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            response.request().reset();
            return Future.failedFuture(refused("answers with status " + response.statusCode()
                    + (response.statusCode() / 100 == 3 ? "; redirects are not followed" : "")));
        }
        long maxSize = config.maxSize().asLongValue();
        Promise<Buffer> body = Promise.promise();
        Buffer received = Buffer.buffer();
        response.handler(chunk -> {
            received.appendBuffer(chunk);
            if (received.length() > maxSize && body.tryFail(refused("has more than " + maxSize + " bytes"))) {
                response.request().reset();
            }
        });
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(received));
        return body.future();
    }

    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("is not text in UTF-8");
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.ofField(400, "Address refused", FIELD, detail));
    }
}
