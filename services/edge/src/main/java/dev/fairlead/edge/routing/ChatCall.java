package dev.fairlead.edge.routing;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.request.ChatRequest;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A call that is read and authenticated, and not yet answered.
 *
 * @param generation its id
 * @param request with its preset merged in
 * @param attribution what the caller said of itself
 * @param taken what has decided about it so far; null if nothing but the request did
 * @param trace the context of its span
 * @param startedNanos when it arrived, by {@link System#nanoTime}
 */
public record ChatCall(
        HttpServerRequest http,
        GenerationId generation,
        ApiKey key,
        ChatRequest request,
        Attribution attribution,
        @Nullable RouteTaken taken,
        Context trace,
        long startedNanos) {}
