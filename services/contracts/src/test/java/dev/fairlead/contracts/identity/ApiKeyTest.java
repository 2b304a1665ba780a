package dev.fairlead.contracts.identity;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeyTest {

    private static final Instant EXPIRY = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void isExpiredFromTheVeryMomentOn() {
        assertThat(key(EXPIRY).isExpired(EXPIRY.minusNanos(1))).isFalse();
        assertThat(key(EXPIRY).isExpired(EXPIRY)).isTrue();
        assertThat(key(EXPIRY).isExpired(EXPIRY.plusSeconds(1))).isTrue();
    }

    @Test
    void neverExpiresWithoutAnExpiry() {
        assertThat(key(null).isExpired(Instant.MAX)).isFalse();
    }

    private static ApiKey key(@Nullable Instant expiresAt) {
        return new ApiKey(
                KeyHash.of("k"),
                new OrganisationId("acme"),
                "name",
                "label",
                null,
                ApiKey.State.ACTIVE,
                null,
                null,
                expiresAt,
                Instant.EPOCH,
                1);
    }
}
