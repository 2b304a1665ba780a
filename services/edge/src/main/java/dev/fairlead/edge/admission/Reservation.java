package dev.fairlead.edge.admission;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;

/**
 * Money set aside for one generation.
 *
 * @param key who called
 * @param amount how much
 * @param member how Redis knows the reservation; empty if it was made while Redis was away
 */
public record Reservation(GenerationId generation, ApiKey key, Money amount, String member) {

    static Reservation inRedis(GenerationId generation, ApiKey key, Money amount) {
        String member = generation.value() + '|' + amount.nanos() + '|' + organisationLevel(key) + '|' + keyLevel(key);
        return new Reservation(generation, key, amount, member);
    }

    static Reservation offline(GenerationId generation, ApiKey key, Money amount) {
        return new Reservation(generation, key, amount, "");
    }

    boolean isOffline() {
        return member.isEmpty();
    }

    static String organisationLevel(ApiKey key) {
        return RedisKeys.organisationLevel(key.organisation());
    }

    static String keyLevel(ApiKey key) {
        return RedisKeys.keyLevel(key.organisation(), key.hash());
    }

    static int partition(ApiKey key) {
        return RedisKeys.partition(key.organisation());
    }
}
