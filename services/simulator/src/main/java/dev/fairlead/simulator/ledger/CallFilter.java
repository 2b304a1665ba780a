package dev.fairlead.simulator.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Which calls are asked for; what is null does not matter.
 *
 * @param requestId the request's {@code x-request-id}
 * @param sinceMillis received then or later, in milliseconds since 1970
 */
public record CallFilter(
        @Nullable String id,
        @Nullable String model,
        @Nullable String instance,
        @Nullable String key,
        @Nullable String requestId,
        @Nullable Outcome outcome,
        long sinceMillis) {

    public boolean matches(Call call) {
        return call.receivedAtMillis() >= sinceMillis
                && matches(id, call.id())
                && matches(model, call.model())
                && matches(instance, call.instance())
                && matches(key, call.key())
                && matches(requestId, call.requestId())
                && (outcome == null || outcome == call.outcome());
    }

    private static boolean matches(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }
}
