package dev.fairlead.edge.probing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeTargetsTest {

    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String CHEAP = "1.00";

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<EndpointHealth> table = new ArrayList<>();
    private final ProbeHistory history = new ProbeHistory();

    @Test
    void recoveringEndpointsComeFirstThenTheLongestIdle() {
        given("acme/idle", BreakerState.CLOSED, null, ago(Duration.ofMinutes(2)));
        given("acme/longer-idle", BreakerState.CLOSED, null, ago(Duration.ofHours(3)));
        given("acme/half-open", BreakerState.HALF_OPEN, null, ago(Duration.ofSeconds(5)));
        given("acme/open-until-now", BreakerState.OPEN, NOW, ago(Duration.ofSeconds(4)));

        assertThat(chosen(10))
                .containsExactly("acme/half-open", "acme/open-until-now", "acme/longer-idle", "acme/idle");
        assertThat(chosen(2)).containsExactly("acme/half-open", "acme/open-until-now");
    }

    @Test
    void busyUnusedAndStillAvoidedOnesAreLeftAlone() {
        given("acme/busy", BreakerState.CLOSED, null, ago(Duration.ofSeconds(59)));
        given("acme/not-since-yesterday", BreakerState.CLOSED, null, ago(Duration.ofDays(1)));
        given("acme/open", BreakerState.OPEN, NOW.plusMillis(1), ago(Duration.ofHours(1)));
        given("acme/nobody-knows", BreakerState.CLOSED, null, null);
        endpoints.add(endpoint("acme/never-used", CHEAP, null));

        assertThat(chosen(10)).isEmpty();
    }

    @Test
    void whatIsTooDearOrBelongsToAnOrganisationOrCannotBeCalledIsNotProbed() {
        given(endpoint("acme/dear", "40", null), BreakerState.HALF_OPEN, null, NOW);
        given(endpoint("acme/owned", CHEAP, "org-1"), BreakerState.HALF_OPEN, null, NOW);
        given(endpoint("acme/unpriced", null, null), BreakerState.HALF_OPEN, null, NOW);
        given(endpoint("nobody/m", CHEAP, null), BreakerState.HALF_OPEN, null, NOW);
        given(endpoint("acme/not-callable", CHEAP, null), BreakerState.HALF_OPEN, null, NOW);

        assertThat(chosen(10)).isEmpty();
    }

    @Test
    void endpointWithAProbeUnderWayOrProbedWithinTheIdleTimeIsNotProbedAgain() {
        given("acme/under-way", BreakerState.HALF_OPEN, null, NOW);
        given("acme/just-probed", BreakerState.CLOSED, null, ago(Duration.ofHours(1)));
        given("acme/probed-before", BreakerState.CLOSED, null, ago(Duration.ofHours(1)));
        given("acme/failed-again", BreakerState.HALF_OPEN, null, NOW);
        history.begun("acme/under-way", NOW.minusSeconds(5));
        history.ended("acme/just-probed", NOW.minusSeconds(59), OutcomeKind.SUCCESS);
        history.ended("acme/probed-before", NOW.minusSeconds(60), OutcomeKind.SUCCESS);
        history.ended("acme/failed-again", NOW.minusSeconds(5), OutcomeKind.TIMEOUT);

        assertThat(chosen(10)).containsExactly("acme/failed-again", "acme/probed-before");
    }

    @Test
    void endpointThatRefusesProbesIsAskedOnceAnHour() {
        given("acme/m", BreakerState.HALF_OPEN, null, NOW);
        history.ended("acme/m", NOW.minus(Duration.ofMinutes(59)), OutcomeKind.REQUEST_REJECTED);
        assertThat(chosen(10)).isEmpty();

        history.ended("acme/m", NOW.minus(Duration.ofMinutes(60)), OutcomeKind.REQUEST_REJECTED);
        assertThat(chosen(10)).containsExactly("acme/m");
    }

    @Test
    void noMoreThanSoManyBeginWithinAMinute() {
        history.begun("acme/a", NOW.minusSeconds(60));
        history.begun("acme/b", NOW.minusSeconds(59));
        history.begun("acme/c", NOW);

        assertThat(history.room(3, NOW)).isEqualTo(1);
        assertThat(history.room(1, NOW)).isZero();
        assertThat(history.room(3, NOW.plusSeconds(60))).isEqualTo(3);
    }

    private List<String> chosen(int most) {
        Model model = new Model(
                "acme/model",
                "Model",
                Mode.CHAT,
                null,
                null,
                100_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                endpoints);
        Provider provider = new Provider(
                "acme", "Acme", "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
        CatalogIndex catalog = new CatalogIndex(new CatalogSnapshot(1, NOW, List.of(provider), List.of(model)));
        ProbeTargets targets = new ProbeTargets(
                candidate -> !candidate.endpoint().id().endsWith("not-callable"), IDLE, Money.ofUsd("0.001"));
        return targets.choose(catalog, HealthView.of(new RoutingTable(1, NOW, table)), history, NOW, most).stream()
                .map(Candidate::endpoint)
                .map(Endpoint::id)
                .toList();
    }

    private void given(String id, BreakerState breaker, @Nullable Instant retryAt, @Nullable Instant usedAt) {
        given(endpoint(id, CHEAP, null), breaker, retryAt, usedAt);
    }

    private void given(Endpoint endpoint, BreakerState breaker, @Nullable Instant retryAt, @Nullable Instant usedAt) {
        endpoints.add(endpoint);
        table.add(new EndpointHealth(endpoint.id(), breaker, retryAt, 0, 1, 0, 0, List.of(), 0, null, usedAt));
    }

    private static Endpoint endpoint(String id, @Nullable String dollarsPerMillion, @Nullable String owner) {
        TokenPrices prices = dollarsPerMillion == null
                ? null
                : TokenPrices.perMillion(new BigDecimal(dollarsPerMillion), new BigDecimal(dollarsPerMillion));
        Endpoint plain =
                new Endpoint(id, id.substring(0, id.indexOf('/')), "m", prices, 100_000, 10_000, null, List.of());
        return new Endpoint(
                plain.id(),
                plain.provider(),
                plain.upstreamModel(),
                null,
                null,
                null,
                null,
                plain.standing(),
                plain.prices(),
                false,
                plain.contextLength(),
                plain.maxPromptTokens(),
                plain.maxOutputTokens(),
                null,
                plain.inputModalities(),
                List.of(),
                owner,
                null);
    }

    private static Instant ago(Duration time) {
        return NOW.minus(time);
    }
}
