package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.HealthView;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static dev.fairlead.edge.planning.SampleCatalog.provider;
import static org.assertj.core.api.Assertions.assertThat;

/** What the planner makes of a full catalog: standings, variants, owners, tiers, wildcards. */
class PlannerCatalogTest {

    private static final Features FEATURES = Features.ofText(1_000, 100);

    @Test
    void sendsOnlyToRoutableEndpointsAndSaysWhyNotToOthers() {
        // Given
        Model model = model(
                "m/m",
                standing("a/m", Standing.ROUTABLE),
                standing("b/m", Standing.UNPRICED),
                standing("c/m", Standing.SUSPECT_PRICE),
                standing("d/m", Standing.UNVERIFIED),
                standing("e/m", Standing.NO_ADDRESS),
                standing("f/m", Standing.RETIRED));

        // When
        Plan plan = plan(model, Selection.of(model), "acme");

        // Then
        assertThat(ids(plan)).containsExactly("a/m");
        assertThat(plan.dropped())
                .containsExactly(
                        new Dropped("b/m", Reason.NO_PRICE, null),
                        new Dropped("c/m", Reason.SUSPECT_PRICE, null),
                        new Dropped("d/m", Reason.UNVERIFIED, null),
                        new Dropped("e/m", Reason.NO_ADDRESS, null),
                        new Dropped("f/m", Reason.RETIRED, null));
    }

    @Test
    void followsTheEndpointsWireFormatBeforeItsProviders() {
        // Given
        Model model = model(
                "m/m", new SampleEndpoint("a/m").with(Dialect.OPENAI).endpoint(), new SampleEndpoint("a/n").endpoint());
        Planner planner = new Planner(
                catalog(List.of(provider("a", Dialect.ANTHROPIC)), model),
                health(),
                LoadView.IDLE,
                p -> true,
                dialect -> dialect == Dialect.OPENAI);

        // When
        Plan plan =
                planner.plan(PlanRequest.of(List.of(Selection.of(model)), FEATURES, Preferences.NONE, "acme", NOW, 1));

        // Then
        assertThat(ids(plan)).containsExactly("a/m");
        assertThat(plan.candidates().getFirst().dialect()).isEqualTo(Dialect.OPENAI);
        assertThat(plan.dropped()).containsExactly(new Dropped("a/n", Reason.DIALECT, null));
    }

    @Test
    void chargesOthersTheOfferAndHidesWhatIsNotOffered() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m")
                        .ownedBy("acme", SampleEndpoint.perMillion("1"))
                        .endpoint(),
                new SampleEndpoint("b/m").ownedBy("acme", null).endpoint());

        // When
        Plan owners = plan(model, Selection.of(model), "acme");
        Plan others = plan(model, Selection.of(model), "umbrella");

        // Then
        assertThat(ids(owners)).containsExactlyInAnyOrder("a/m", "b/m");
        assertThat(owners.candidates().getFirst().prices()).isEqualTo(PriceSchedule.FREE);
        assertThat(ids(others)).containsExactly("a/m");
        assertThat(others.candidates().getFirst().prices()).isEqualTo(SampleEndpoint.perMillion("1"));
        assertThat(others.dropped()).isEmpty();
    }

    @Test
    void takesVariantsOnlyWhereTheyAreAskedFor() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").endpoint(),
                new SampleEndpoint("b/m").as("free").endpoint(),
                new SampleEndpoint("c/m").as("thinking").endpoint());

        // Then
        assertThat(ids(plan(model, Selection.of(model), "acme"))).containsExactly("a/m");
        assertThat(ids(plan(model, variants(model, Variant.FREE), "acme"))).containsExactly("b/m");
        assertThat(ids(plan(model, variants(model, Variant.FREE, Variant.THINKING), "acme")))
                .isEmpty();
        assertThat(plan(model, variants(model, Variant.FREE), "acme")
                        .candidates()
                        .getFirst()
                        .name())
                .isEqualTo("m/m:free");
    }

    @Test
    void triesTheUnreliableLastForExacto() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").endpoint(),
                new SampleEndpoint("b/m").endpoint(),
                new SampleEndpoint("c/m").endpoint(),
                new SampleEndpoint("d/m").endpoint());
        HealthView health = health(success("b/m", 0.9, 500), success("c/m", 0.99, 10), success("d/m", 0.99, 20));
        Selection exacto = new Selection(List.of(model), Set.of(), Strategy.QUALITY, null, false, Set.of(), Double.NaN);

        // When
        Plan plan = new Planner(catalog(model), health, LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(exacto), FEATURES, Preferences.NONE, "acme", NOW, 1));

        // Then
        assertThat(ids(plan)).hasSize(4).last().isEqualTo("b/m");
        assertThat(plan.candidates().getLast().place()).isEqualTo(Candidate.Place.UNRELIABLE);
        assertThat(plan.strategy()).isEqualTo(Strategy.QUALITY);
    }

    @Test
    void thePreferenceOfTheRequestBeatsThatOfAVariant() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").priced(SampleEndpoint.perMillion("1")).endpoint(),
                new SampleEndpoint("b/m").priced(SampleEndpoint.perMillion("2")).endpoint());
        HealthView health = health(success("b/m", 0.9, 500), success("a/m", 0.99, 10));
        Selection nitro =
                new Selection(List.of(model), Set.of(), Strategy.THROUGHPUT, null, false, Set.of(), Double.NaN);
        Planner planner = new Planner(catalog(model), health, LoadView.IDLE, p -> true, d -> true);

        // Then
        assertThat(ids(planner.plan(PlanRequest.of(List.of(nitro), FEATURES, Preferences.NONE, "acme", NOW, 1))))
                .containsExactly("b/m", "a/m");
        Preferences price = Preferences.builder().strategy(Strategy.PRICE).build();
        assertThat(ids(planner.plan(PlanRequest.of(List.of(nitro), FEATURES, price, "acme", NOW, 1))))
                .containsExactly("a/m", "b/m");
    }

    @Test
    void triesTheCheapestOfAllThatAWildcardMatches() {
        // Given
        List<Model> models = IntStream.range(0, 30)
                .mapToObj(i -> model(
                        "m/m" + i,
                        new SampleEndpoint("a/m" + i)
                                .priced(SampleEndpoint.perMillion(Integer.toString(100 - i)))
                                .endpoint(),
                        new SampleEndpoint("b/m" + i)
                                .priced(SampleEndpoint.perMillion("1"))
                                .without("tools")
                                .endpoint()))
                .toList();
        Selection pool = new Selection(models, Set.of(), null, null, true, Set.of("tools"), Double.NaN);

        // When
        Plan plan = new Planner(catalog(models.toArray(Model[]::new)), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(pool), FEATURES, Preferences.NONE, "acme", NOW, 1));

        // Then
        assertThat(ids(plan))
                .containsExactlyElementsOf(
                        IntStream.range(0, 16).mapToObj(i -> "a/m" + (29 - i)).toList());
        assertThat(plan.dropped().stream().filter(dropped -> dropped.reason() == Reason.REQUIRE_PARAMETERS))
                .hasSize(30);
        assertThat(plan.dropped().stream().filter(dropped -> dropped.reason() == Reason.POOL_SIZE))
                .hasSize(14);
    }

    @Test
    void reservesForTheServiceTierThatIsAskedFor() {
        // Given
        PriceOverride priority =
                new PriceOverride(0, null, null, "priority", Map.of(PriceKind.INPUT, new BigDecimal("0.01")));
        PriceSchedule prices = new PriceSchedule(SampleEndpoint.perMillion("1").base(), Map.of(), List.of(priority));
        Model model = model("m/m", new SampleEndpoint("a/m").priced(prices).endpoint());

        // Then
        assertThat(worstCase(model, Features.ofText(1_000, 0))).isEqualTo(Money.ofUsd("0.001"));
        assertThat(worstCase(model, new Features(1_000, 0, 0, 1, "priority", false, Set.of(), false, Set::of)))
                .isEqualTo(Money.ofUsd("10"));
    }

    @Test
    void reservesSomethingWhereTheCatalogKnowsNoLimits() {
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m")
                        .priced(SampleEndpoint.perMillion("1"))
                        .unlimited()
                        .endpoint());

        assertThat(worstCase(model, Features.ofText(1_000_000, -1))).isEqualTo(Money.ofUsd("1.128"));
        assertThat(worstCase(model, Features.ofText(1_000_000, 1_000_000))).isEqualTo(Money.ofUsd("2"));
    }

    @Test
    void preferencesNameAnEndpointByItsTag() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").endpoint(),
                new SampleEndpoint("a/n").in("eu").endpoint());
        Preferences only = Preferences.builder().only(List.of(List.of("a/eu"))).build();

        // When
        Plan plan = new Planner(catalog(model), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(Selection.of(model)), FEATURES, only, "acme", NOW, 1));

        // Then
        assertThat(ids(plan)).containsExactly("a/n");
    }

    private static Money worstCase(Model model, Features features) {
        return new Planner(catalog(model), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(Selection.of(model)), features, Preferences.NONE, "acme", NOW, 1))
                .worstCase();
    }

    private static Plan plan(Model model, Selection selection, String organisation) {
        return new Planner(catalog(model), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(selection), FEATURES, Preferences.NONE, organisation, NOW, 1));
    }

    private static Selection variants(Model model, Variant... variants) {
        return new Selection(List.of(model), Set.of(variants), null, null, false, Set.of(), Double.NaN);
    }

    private static EndpointHealth success(String endpoint, double rate, double tokensPerSecond) {
        return new EndpointHealth(endpoint, BreakerState.CLOSED, null, 100, rate, 100, tokensPerSecond);
    }

    private static Endpoint standing(String id, Standing standing) {
        return new SampleEndpoint(id).standing(standing).endpoint();
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
