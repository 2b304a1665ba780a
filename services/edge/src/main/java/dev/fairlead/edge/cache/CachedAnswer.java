package dev.fairlead.edge.cache;

import io.vertx.core.buffer.Buffer;

/**
 * An answer out of the cache.
 *
 * @param body as it was sent to the first caller
 * @param ageSeconds since when it is there
 * @param ttlSeconds for how long it will still be
 * @param source the generation that it was made for
 */
public record CachedAnswer(Buffer body, String ageSeconds, String ttlSeconds, String source) {}
