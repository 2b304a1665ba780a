package dev.fairlead.edge.cache;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of the response cache.
 *
 * @param ttlSeconds how long an answer may be kept
 * @param clear whether a cached answer is to be replaced instead of used
 */
public record CacheRequest(int ttlSeconds, boolean clear) {

    private static final int DEFAULT_TTL = 300;
    private static final int MAX_TTL = 86_400;

    /** Reads the {@code X-OpenRouter-Cache} headers; null if the caller does not ask for the cache. */
    public static @Nullable CacheRequest of(MultiMap headers) {
        if (!"true".equalsIgnoreCase(headers.get("x-openrouter-cache"))) {
            return null;
        }
        return new CacheRequest(
                ttl(headers.get("x-openrouter-cache-ttl")),
                "true".equalsIgnoreCase(headers.get("x-openrouter-cache-clear")));
    }

    /** Lenient by contract: the leading digits count, and the result is brought into the allowed range. */
    private static int ttl(@Nullable String value) {
        int seconds = 0;
        int p = 0;
        if (value != null) {
            while (p < value.length() && Character.isDigit(value.charAt(p)) && seconds < MAX_TTL) {
                seconds = seconds * 10 + Character.digit(value.charAt(p++), 10);
            }
        }
        return p == 0 ? DEFAULT_TTL : Math.clamp(seconds, 1, MAX_TTL);
    }
}
