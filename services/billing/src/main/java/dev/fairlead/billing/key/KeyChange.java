package dev.fairlead.billing.key;

import java.time.Instant;

import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants of a key. Null means that the request does not speak of it.
 *
 * @param name what people call it
 * @param team who in the organisation it belongs to
 * @param disabled whether it is refused from now on
 * @param includeByokInLimit kept for callers that set it; there is no usage on own provider keys yet
 */
record KeyChange(
        @Nullable String name,
        @Nullable To<String> team,
        @Nullable Boolean disabled,
        @Nullable Boolean includeByokInLimit,
        @Nullable To<Money> limit,
        @Nullable To<LimitReset> limitReset,
        @Nullable To<Instant> expiresAt) {

    /** A new value of something that may also be taken away, which is what null means here. */
    record To<T>(@Nullable T value) {}
}
