package dev.fairlead.edge.api;

import java.util.Set;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import dev.fairlead.edge.error.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads what people send to the management API; what is refused gets a problem document. */
@Singleton
class PeoplesRequests {

    private static final Set<HttpMethod> METHODS_WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final BodyReader bodies;

    PeoplesRequests(BodyReader bodies) {
        this.bodies = bodies;
    }

    /** Goes on with the body of the request, which is JSON or empty. */
    void withJsonBody(HttpServerRequest request, Consumer<Buffer> next) {
        read(request, METHODS_WITH_BODY.contains(request.method()) ? bodies.checkHead(request) : null, next);
    }

    /** Goes on with the body of the request, whatever it is: the service behind decides on that. */
    void withAnyBody(HttpServerRequest request, Consumer<Buffer> next) {
        read(request, bodies.checkSize(request), next);
    }

    private void read(HttpServerRequest request, @Nullable ApiError headFault, Consumer<Buffer> next) {
        if (headFault != null) {
            refuse(request, headFault);
        } else if (!METHODS_WITH_BODY.contains(request.method()) && !announcesBody(request)) {
            next.accept(Buffer.buffer());
        } else {
            bodies.read(request, body -> next.accept(Buffer.buffer(body)), error -> refuse(request, error));
        }
    }

    private static boolean announcesBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static void refuse(HttpServerRequest request, ApiError error) {
        ServiceProxy.problem(request, error.status(), error.message());
    }
}
