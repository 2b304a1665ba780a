package dev.fairlead.cache.response;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How the cache serves one organisation.
 *
 * @param hits look-ups that found something, since the organisation was last idle for a month
 * @param misses look-ups that did not
 * @param stores responses put in
 * @param entries responses there now
 * @param bytes what they take, bodies only
 */
@RegisterForReflection
public record CacheStatistics(long hits, long misses, long stores, long entries, long bytes) {}
