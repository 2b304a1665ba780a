package dev.fairlead.edge.api;

import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says of itself; too long values are cut, since they are for reports only. */
final class AttributionReader {

    private static final int MAX_LENGTH = 200;
    private static final CharSequence REFERER = HttpHeaders.createOptimized("http-referer");
    private static final CharSequence TITLE = HttpHeaders.createOptimized("x-title");
    private static final CharSequence OPENROUTER_TITLE = HttpHeaders.createOptimized("x-openrouter-title");
    private static final CharSequence DEPARTMENT = HttpHeaders.createOptimized("x-department");
    private static final CharSequence SESSION = HttpHeaders.createOptimized("x-session-id");

    private AttributionReader() {}

    static Attribution read(MultiMap headers, ChatRequest request) {
        String title = header(OPENROUTER_TITLE, headers, request);
        return new Attribution(
                header(REFERER, headers, request),
                title == null ? header(TITLE, headers, request) : title,
                header(DEPARTMENT, headers, request),
                request.endUser(),
                request.session() == null ? header(SESSION, headers, request) : request.session(),
                header(HttpHeaders.USER_AGENT, headers, request));
    }

    /** A real header goes before one of the body, where some clients put theirs. */
    private static @Nullable String header(CharSequence name, MultiMap headers, ChatRequest request) {
        String real = headers.get(name);
        String value = real == null ? request.header(name.toString()) : real;
        return value == null || value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH);
    }
}
