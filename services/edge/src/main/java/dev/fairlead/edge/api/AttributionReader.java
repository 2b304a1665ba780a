package dev.fairlead.edge.api;

import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says of itself; too long values are cut, since they are for reports only. */
final class AttributionReader {

    private static final int MAX_LENGTH = 200;
    private static final String REFERER = "http-referer";
    private static final String TITLE = "x-title";
    private static final String OPENROUTER_TITLE = "x-openrouter-title";
    private static final String DEPARTMENT = "x-department";

    private AttributionReader() {}

    static Attribution read(MultiMap headers, ChatRequest request) {
        String title = header(headers, request, OPENROUTER_TITLE);
        return new Attribution(
                header(headers, request, REFERER),
                title == null ? header(headers, request, TITLE) : title,
                header(headers, request, DEPARTMENT),
                request.endUser(),
                cut(request.session()),
                cut(headers.get(HttpHeaders.USER_AGENT)));
    }

    /** A real header or, where there is none, what a client has put into the body as one. */
    private static @Nullable String header(MultiMap headers, ChatRequest request, String name) {
        String value = headers.get(name);
        return cut(value == null ? request.header(name) : value);
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH);
    }
}
