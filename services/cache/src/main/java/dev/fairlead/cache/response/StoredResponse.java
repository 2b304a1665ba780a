package dev.fairlead.cache.response;

import java.time.Duration;

import dev.fairlead.contracts.identity.GenerationId;
import io.vertx.core.buffer.Buffer;

/**
 * A response as it comes out of the cache.
 *
 * @param body the bytes that were put in
 * @param contentType what they are
 * @param source the generation that it was made for
 * @param age since when it is there
 * @param timeLeft for how long it will still be
 */
public record StoredResponse(Buffer body, String contentType, GenerationId source, Duration age, Duration timeLeft) {}
