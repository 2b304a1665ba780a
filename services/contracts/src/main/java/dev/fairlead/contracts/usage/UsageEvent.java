package dev.fairlead.contracts.usage;

import java.util.List;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A generation that is over: what the edge settles, what billing books exactly once by {@code generation}. Holds no
 * text of prompt or completion.
 *
 * @param generation the idempotency key
 * @param organisation who pays
 * @param key who called
 * @param requestedModel as the caller spelled it
 * @param model the model that answered; null if none did
 * @param provider the provider that answered, its id; null if none did
 * @param endpoint the endpoint that answered, its id; null if none did
 * @param upstreamId the provider's own id of the completion; null if it gave none
 * @param streamed whether the caller asked for a stream
 * @param cancelled whether the caller went away before the end
 * @param cacheHit whether the response cache answered
 * @param status the HTTP status that the caller got; 499 if it had gone before there was one
 * @param finishReason normalised to OpenAI's; null if there was none
 * @param nativeFinishReason as the provider spelled it
 * @param usage what was consumed
 * @param usageSource where {@code usage} comes from
 * @param cost what is booked
 * @param startedAtMillis when the request arrived, in epoch milliseconds
 * @param latencyMillis from arrival to the first byte of the answer; -1 if there was none
 * @param durationMillis from arrival to the end
 * @param attempts every attempt, in order
 * @param attribution what the caller said of itself
 * @param route how it was decided where to send it; null if nothing but the request decided
 */
public record UsageEvent(
        GenerationId generation,
        OrganisationId organisation,
        KeyHash key,
        String requestedModel,
        @Nullable String model,
        @Nullable String provider,
        @Nullable String endpoint,
        @Nullable String upstreamId,
        boolean streamed,
        boolean cancelled,
        boolean cacheHit,
        int status,
        @Nullable String finishReason,
        @Nullable String nativeFinishReason,
        TokenUsage usage,
        UsageSource usageSource,
        Cost cost,
        long startedAtMillis,
        long latencyMillis,
        long durationMillis,
        List<Attempt> attempts,
        Attribution attribution,
        @Nullable RouteTaken route) {

    public UsageEvent {
        attempts = List.copyOf(attempts);
    }
}
