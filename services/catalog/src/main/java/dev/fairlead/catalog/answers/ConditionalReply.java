package dev.fairlead.catalog.answers;

import java.util.Objects;
import java.util.function.Supplier;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jspecify.annotations.Nullable;

/**
 * An answer that callers may keep and ask again whether it still holds. Its tag is strong: replicas that have the same
 * catalog, on the same day and if it matters the same statistics, write the same bytes.
 */
final class ConditionalReply {

    /** Part of every tag; to be raised when the same catalog is written in another way. */
    private static final int FORMAT = 1;

    private static final int NOT_MODIFIED = 304;
    private static final int RADIX = 36;

    private final HttpHeaders headers;
    private final Caller caller;
    private final String tag;

    /**
     * An answer to one request.
     *
     * @param live whether it moves with the traffic
     */
    ConditionalReply(HttpHeaders headers, UriInfo uri, Caller caller, PublicCatalog.State state, boolean live) {
        this.headers = headers;
        this.caller = caller;
        this.tag = tag(uri, caller, state, live);
    }

    private static String tag(UriInfo uri, Caller caller, PublicCatalog.State state, boolean live) {
        int question = Objects.hash(
                uri.getRequestUri().getRawPath(), uri.getRequestUri().getRawQuery(), caller.organisation());
        StringBuilder tag = new StringBuilder()
                .append('"')
                .append(FORMAT)
                .append('-')
                .append(Long.toString(state.read().stored().version(), RADIX))
                .append('-')
                .append(Long.toString(state.read().stored().changedAt().toEpochMilli(), RADIX))
                .append('-')
                .append(Long.toString(state.index().day().toEpochDay(), RADIX))
                .append('-')
                .append(Integer.toUnsignedString(question, RADIX));
        if (live) {
            tag.append('-')
                    .append(Long.toString(state.live().table().version(), RADIX))
                    .append('-')
                    .append(Long.toString(state.live().table().publishedAt().toEpochMilli(), RADIX));
        }
        return tag.append('"').toString();
    }

    /** The answer; its body is made only if the caller does not have it. */
    Response of(String mediaType, Supplier<byte[]> body) {
        Response.ResponseBuilder response = isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.status(NOT_MODIFIED)
                : Response.ok(body.get(), mediaType);
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, caller.isKnown() ? "private, no-cache" : "no-cache")
                .build();
    }

    /** Whether a field {@code If-None-Match} names the tag: any tag, or a list of them, weak ones included. */
    static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        for (String candidate : ifNoneMatch.split(",")) {
            String strong = candidate.strip();
            if ((strong.startsWith("W/") ? strong.substring(2) : strong).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
