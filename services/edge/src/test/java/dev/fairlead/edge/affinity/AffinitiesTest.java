package dev.fairlead.edge.affinity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.planning.Affinity;
import dev.fairlead.edge.planning.Candidate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AffinitiesTest {

    private static final long CONVERSATION = 42;
    private static final TokenUsage UNCACHED = TokenUsage.ofText(1_000, 10);
    private static final TokenUsage CACHED = new TokenUsage(200, 800, 0, 0, 0, 0, 10, 0, 0, 0);
    private static final TokenUsage WRITTEN = new TokenUsage(200, 0, 800, 0, 0, 0, 10, 0, 0, 0);
    private static final Candidate CHEAP_CACHE = candidate("0.1");

    private final AtomicLong clock = new AtomicLong();
    private final Affinities affinities = new Affinities(clock::get);

    @Test
    void aNamedSessionIsRememberedFromTheFirstAnswer() {
        // When
        affinities.answered(CONVERSATION, true, CHEAP_CACHE, UNCACHED);

        // Then
        assertThat(affinities.of(CONVERSATION)).isEqualTo(new Affinity(CONVERSATION, "acme/m"));
    }

    @Test
    void anyOtherConversationOnlyOnceItIsCached() {
        // When, then
        affinities.answered(CONVERSATION, false, CHEAP_CACHE, UNCACHED);
        assertThat(affinities.of(CONVERSATION).endpoint()).isNull();
        affinities.answered(CONVERSATION, false, CHEAP_CACHE, WRITTEN);
        affinities.answered(43, false, CHEAP_CACHE, CACHED);
        assertThat(affinities.of(CONVERSATION).endpoint()).isEqualTo("acme/m");
        assertThat(affinities.of(43).endpoint()).isEqualTo("acme/m");
    }

    @Test
    void anEndpointWhoseCacheIsNotCheaperIsNotWorthComingBackTo() {
        // When
        affinities.answered(CONVERSATION, true, candidate("1"), CACHED);
        affinities.answered(43, true, candidate(null), CACHED);

        // Then
        assertThat(affinities.of(CONVERSATION).endpoint()).isNull();
        assertThat(affinities.of(43).endpoint()).isNull();
    }

    @Test
    void aConversationIsForgottenAfterTenIdleMinutes() {
        // Given
        affinities.answered(CONVERSATION, true, CHEAP_CACHE, UNCACHED);

        // When, then
        clock.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(affinities.of(CONVERSATION).endpoint()).isEqualTo("acme/m");
        clock.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(affinities.of(CONVERSATION).endpoint()).isEqualTo("acme/m");
        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(affinities.of(CONVERSATION).endpoint()).isNull();
    }

    @Test
    void noConversationIsNeverRemembered() {
        // When
        affinities.answered(0, true, CHEAP_CACHE, CACHED);

        // Then
        assertThat(affinities.of(0)).isSameAs(Affinity.NONE);
    }

    private static Candidate candidate(@Nullable String cacheRead) {
        TokenPrices prices = new TokenPrices(
                BigDecimal.ONE,
                BigDecimal.TWO,
                BigDecimal.ZERO,
                cacheRead == null ? null : new BigDecimal(cacheRead),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        Endpoint endpoint = new Endpoint("acme/m", "acme", "m", prices, 1_000, 100, null, List.of());
        Model model = new Model(
                "a/m",
                "M",
                Mode.CHAT,
                null,
                null,
                1_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                List.of(endpoint));
        Provider provider = new Provider(
                "acme", "Acme", "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
        return new Candidate(
                model, endpoint, provider, PriceSchedule.flat(prices), Money.ZERO, null, Candidate.Place.SORTED);
    }
}
