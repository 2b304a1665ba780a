package dev.fairlead.edge.dispatch;

import dev.fairlead.edge.error.ApiError;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended that was made on behalf of another.
 *
 * @param answer the whole answer, in OpenAI's wire format; null if it failed
 * @param error why it failed; null if it did not
 * @param bill what it consumed and cost; it has been settled already
 */
public record Collected(@Nullable Buffer answer, @Nullable ApiError error, Bill bill) {}
