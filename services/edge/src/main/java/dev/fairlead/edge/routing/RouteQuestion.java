package dev.fairlead.edge.routing;

import java.time.Instant;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.MultiMap;

/**
 * A request that is to be planned.
 *
 * @param headers of the HTTP request
 * @param now when it arrived
 * @param seed what chance decides
 * @param isRehearsal whether it is only asked what would be done: then nothing is counted, marked or spent
 */
public record RouteQuestion(
        ApiKey key, ChatRequest request, MultiMap headers, Instant now, long seed, boolean isRehearsal) {}
