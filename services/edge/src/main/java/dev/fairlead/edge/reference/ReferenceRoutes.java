package dev.fairlead.edge.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The API document, for tools, and a page that shows it, for people. Rarely asked for: it is read on a worker thread when
 * somebody wants it, and only the document is kept.
 */
@Singleton
class ReferenceRoutes {

    private static final String PAGE = "/docs";
    private static final String HTML = "text/html; charset=utf-8";
    private static final int SEE_OTHER = 303;
    private static final int NOT_MODIFIED = 304;

    /** What the page is made of, by the names that it is asked for with; nothing else is read. */
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8");

    /** The page takes everything from this edge and talks to nobody else; its pictures are within its style sheet. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Vertx vertx;
    private volatile @Nullable Future<Documents> documents;

    ReferenceRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    private record Content(Buffer bytes, String type, String etag) {

        static Content of(byte[] bytes, String type) {
            return new Content(Buffer.buffer(bytes), type, '"' + digest(bytes) + '"');
        }
    }

    private record Documents(Content json, Content yaml) {}

    void routes(@Observes Router router) {
        reading(router, "/openapi.json", context -> document(context).onSuccess(both -> send(context, both.json())));
        reading(router, "/openapi.yaml", context -> document(context).onSuccess(both -> send(context, both.yaml())));
        reading(router, PAGE, context -> page(context, "index.html", HTML));
        reading(router, PAGE + "/:file", this::file);
        reading(router, "/", this::home);
    }

    private static void reading(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
    }

    /** Both forms of the document, made when the first caller asks. */
    private Future<Documents> document(RoutingContext context) {
        Future<Documents> made = documents;
        if (made == null || made.failed()) {
            made = onWorker(() -> {
                ApiDocument document = ApiDocument.load();
                return new Documents(
                        Content.of(document.json(), "application/json"),
                        Content.of(document.yaml(), "application/yaml"));
            });
            documents = made;
        }
        // Any web page may read it: there is nothing in it that is not for everybody.
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag");
        return made.onFailure(context::fail);
    }

    private void file(RoutingContext context) {
        String name = context.pathParam("file");
        String type = FILES.get(name);
        if (type == null) {
            context.next();
        } else {
            page(context, name, type);
        }
    }

    private void page(RoutingContext context, String name, String type) {
        context.response()
                .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("referrer-policy", "no-referrer");
        onWorker(() -> Content.of(read(name), type))
                .onSuccess(content -> send(context, content))
                .onFailure(context::fail);
    }

    /** People who come to the root with a browser want to read; programs are told that there is nothing. */
    private void home(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains("text/html")) {
            context.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader(HttpHeaders.LOCATION, PAGE)
                    .end();
        } else {
            context.next();
        }
    }

    private static void send(RoutingContext context, Content content) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.ETAG, content.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("x-content-type-options", "nosniff");
        if (content.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, content.type());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(content.bytes().length()))
                    .end();
        } else {
            response.end(content.bytes());
        }
    }

    private <T> Future<T> onWorker(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    private static byte[] read(String name) {
        try (InputStream in = ReferenceRoutes.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + " of the reference page is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
