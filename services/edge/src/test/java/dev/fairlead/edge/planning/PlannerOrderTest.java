package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Candidate.Place;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

/** In which order the endpoints are tried that a request may be sent to. */
class PlannerOrderTest {

    private static final HealthView ALL_WELL = health();
    private static final Features FEATURES = Features.ofText(1_000, 100);
    private static final Features WITH_TOOLS =
            new Features(1_000, 0, 100, 1, null, false, Set.of("tools"), true, Set::of);

    /** A costs 1 dollar, B 2, C 3. */
    private final Model abc = model(
            "m/m",
            new SampleEndpoint("a/m").priced("1").endpoint(),
            new SampleEndpoint("b/m").priced("2").endpoint(),
            new SampleEndpoint("c/m").priced("3").endpoint());

    @Test
    void triesTheOneDollarEndpointNineTimesAsOftenAsTheThreeDollarOneWhileTheTwoDollarOneIsDown() {
        // Given
        HealthView bIsDown = health(new SampleHealth("b/m").inOutage().known());

        // When
        Map<String, Integer> first =
                Draws.count(seed -> first(plan(bIsDown, Preferences.NONE, Affinity.NONE, seed, abc)));

        // Then
        Draws.assertFits(first, Map.of("a/m", 9.0, "c/m", 1.0));
        for (int seed = 0; seed < 100; seed++) {
            Plan plan = plan(bIsDown, Preferences.NONE, Affinity.NONE, seed, abc);
            assertThat(ids(plan)).last().isEqualTo("b/m");
            assertThat(places(plan)).containsExactly(Place.DRAWN, Place.FALLBACK, Place.UNSTABLE);
            assertThat(plan.strategy()).isEqualTo(Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE);
        }
    }

    @Test
    void drawsForConversationsWithTheSameWeights() {
        Draws.assertFits(
                Draws.count(conversation ->
                        first(plan(ALL_WELL, Preferences.NONE, new Affinity(conversation, null), 7, abc))),
                Map.of("a/m", 1.0, "b/m", 1 / 4.0, "c/m", 1 / 9.0));
        Draws.assertFits(
                Draws.count(conversation -> first(plan(
                        ALL_WELL, by(Strategy.WEIGHTED_BY_INVERSE_PRICE), new Affinity(conversation, null), 7, abc))),
                Map.of("a/m", 1.0, "b/m", 1 / 2.0, "c/m", 1 / 3.0));
    }

    @Test
    void everyEdgeSendsAConversationToTheSameEndpoint() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Affinity affinity = new Affinity(random.nextLong(), null);
            String here = first(plan(ALL_WELL, Preferences.NONE, affinity, random.nextLong(), abc));

            // Another edge has another seed, a catalog of its own, and one more endpoint that is down.
            Model more = model(
                    "m/m",
                    new SampleEndpoint("d/m").priced("1").endpoint(),
                    abc.endpoints().get(2),
                    abc.endpoints().get(0),
                    abc.endpoints().get(1));
            HealthView dIsDown = health(new SampleHealth("d/m").inOutage().known());
            assertThat(first(plan(dIsDown, Preferences.NONE, affinity, random.nextLong(), more)))
                    .isEqualTo(here);
        }
    }

    @Test
    void aConversationMovesOnlyIfItsEndpointGoesOrABetterOneComes() {
        Model ab = model("m/m", abc.endpoints().get(0), abc.endpoints().get(1));
        for (long conversation = 1; conversation < 500; conversation++) {
            Affinity affinity = new Affinity(conversation, null);
            String before = first(plan(ALL_WELL, Preferences.NONE, affinity, 1, abc));
            String after = first(plan(ALL_WELL, Preferences.NONE, affinity, 1, ab));

            assertThat(after)
                    .satisfiesAnyOf(
                            id -> assertThat(id).isEqualTo(before),
                            id -> assertThat(before).isEqualTo("c/m"));
        }
    }

    @Test
    void triesUnreliableEndpointsAfterReliableOnesFromAHundredAttemptsOn() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("tenth/m").priced("0.1").endpoint(),
                new SampleEndpoint("third/m").priced("0.1").endpoint(),
                new SampleEndpoint("few/m").priced("9").endpoint(),
                new SampleEndpoint("good/m").priced("9").endpoint(),
                new SampleEndpoint("better/m").priced("0.1").endpoint());
        HealthView health = health(
                new SampleHealth("tenth/m")
                        .attempts(StatisticsWindow.MINUTES_5, 99, 99)
                        .attempts(StatisticsWindow.MINUTES_30, 1_000, 900)
                        .known(),
                new SampleHealth("third/m")
                        .attempts(StatisticsWindow.MINUTES_5, 100, 70)
                        .attempts(StatisticsWindow.MINUTES_30, 1_000, 1_000)
                        .known(),
                new SampleHealth("few/m")
                        .attempts(StatisticsWindow.MINUTES_30, 99, 10)
                        .known(),
                new SampleHealth("good/m")
                        .attempts(StatisticsWindow.MINUTES_5, 100, 95)
                        .known(),
                new SampleHealth("better/m")
                        .attempts(StatisticsWindow.MINUTES_5, 100, 94)
                        .known());

        // Then
        for (int seed = 0; seed < 50; seed++) {
            Plan plan = plan(health, Preferences.NONE, Affinity.NONE, seed, model);
            assertThat(ids(plan).subList(0, 2)).containsExactlyInAnyOrder("few/m", "good/m");
            assertThat(ids(plan).subList(2, 4)).containsExactlyInAnyOrder("tenth/m", "better/m");
            assertThat(ids(plan).getLast()).isEqualTo("third/m");
            assertThat(places(plan).subList(2, 5)).containsOnly(Place.UNRELIABLE);
        }
    }

    @Test
    void aFewFailuresAreNoOutage() {
        HealthView two = health(
                new SampleHealth("a/m")
                        .attempts(StatisticsWindow.SECONDS_30, 2, 0)
                        .known(),
                new SampleHealth("b/m")
                        .attempts(StatisticsWindow.SECONDS_30, 100, 81)
                        .known());

        assertThat(places(plan(two, Preferences.NONE, Affinity.NONE, 1, abc))).doesNotContain(Place.UNSTABLE);
        HealthView three = health(
                new SampleHealth("a/m")
                        .attempts(StatisticsWindow.SECONDS_30, 3, 0)
                        .known(),
                new SampleHealth("b/m")
                        .attempts(StatisticsWindow.SECONDS_30, 100, 80)
                        .known());
        assertThat(ids(plan(three, Preferences.NONE, Affinity.NONE, 1, abc))).containsExactly("c/m", "a/m", "b/m");
    }

    @Test
    void anOrderThatTheCallerInsistsOnKeepsUnreliableEndpointsInTheirPlace() {
        HealthView aIsDown = health(new SampleHealth("a/m").inOutage().known());

        assertThat(ids(plan(aIsDown, by(Strategy.PRICE), Affinity.NONE, 1, abc)))
                .containsExactly("a/m", "b/m", "c/m");
    }

    @Test
    void measuresSpeedOverFiveMinutesBeforeAnythingElse() {
        HealthView health = health(
                new SampleHealth("a/m")
                        .medians(900, 10)
                        .speed(StatisticsWindow.MINUTES_5, 10, 100, 50)
                        .known(),
                new SampleHealth("b/m").medians(200, 40).known());

        assertThat(ids(plan(health, by(Strategy.LATENCY), Affinity.NONE, 1, abc)))
                .containsExactly("a/m", "b/m", "c/m");
        assertThat(ids(plan(health, by(Strategy.THROUGHPUT), Affinity.NONE, 1, abc)))
                .containsExactly("a/m", "b/m", "c/m");
    }

    @Test
    void slowEndpointsComeLastAndAreNeverDropped() {
        // Given
        HealthView health = health(
                new SampleHealth("a/m")
                        .speed(
                                StatisticsWindow.MINUTES_5,
                                10,
                                new Percentiles(500, 900, 1_500, 2_001),
                                new Percentiles(50, 40, 30, 20))
                        .known(),
                new SampleHealth("b/m")
                        .speed(
                                StatisticsWindow.MINUTES_5,
                                10,
                                new Percentiles(500, 900, 1_500, 2_000),
                                new Percentiles(50, 40, 30, 19))
                        .known());
        Preferences fast = Preferences.builder()
                .maxLatency(new Cutoffs(0.5, Double.NaN, Double.NaN, 2))
                .build();
        Preferences fluent = Preferences.builder()
                .minThroughput(new Cutoffs(50, Double.NaN, Double.NaN, 20))
                .build();

        // Then: C was not measured, which is not held against it.
        for (int seed = 0; seed < 50; seed++) {
            assertThat(ids(plan(health, fast, Affinity.NONE, seed, abc)))
                    .hasSize(3)
                    .last()
                    .isEqualTo("a/m");
            Plan plan = plan(health, fluent, Affinity.NONE, seed, abc);
            assertThat(ids(plan)).hasSize(3).last().isEqualTo("b/m");
            assertThat(places(plan)).last().isEqualTo(Place.SLOW);
        }
        assertThat(ids(plan(health, by(Strategy.PRICE, fast), Affinity.NONE, 1, abc)))
                .containsExactly("b/m", "c/m", "a/m");
    }

    @Test
    void ownEndpointsComeFirstWhateverTheOrderSays() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").priced("1").endpoint(),
                new SampleEndpoint("own/m")
                        .priced("9")
                        .ownedBy("acme", SampleEndpoint.perMillion("9"))
                        .endpoint(),
                new SampleEndpoint("c/m").priced("3").endpoint());
        Preferences order = Preferences.builder().order(List.of("c", "own")).build();

        // Then
        Plan plan = plan(ALL_WELL, order, Affinity.NONE, 1, model);
        assertThat(ids(plan)).containsExactly("own/m", "c/m", "a/m");
        assertThat(places(plan)).containsExactly(Place.OWN, Place.ORDERED, Place.FALLBACK);
        assertThat(ids(plan(
                        ALL_WELL,
                        Preferences.builder()
                                .order(List.of("c"))
                                .allowFallbacks(false)
                                .build(),
                        Affinity.NONE,
                        1,
                        model)))
                .containsExactly("own/m", "c/m");
    }

    @Test
    void anOwnEndpointThatIsFailingComesLast() {
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").priced("1").endpoint(),
                new SampleEndpoint("own/m").ownedBy("acme", null).endpoint());
        HealthView health = health(new SampleHealth("own/m").halfOpen().known());

        Plan plan = plan(health, Preferences.NONE, Affinity.NONE, quietSeed(), model);

        assertThat(ids(plan)).containsExactly("a/m", "own/m");
        assertThat(places(plan)).containsExactly(Place.DRAWN, Place.ON_PROBATION);
    }

    @Test
    void whoHasTheConversationInItsCacheIsTriedFirst() {
        Affinity affinity = new Affinity(5, "c/m");

        Plan plan = plan(ALL_WELL, Preferences.NONE, affinity, 1, abc);

        assertThat(ids(plan)).containsExactly("c/m", "a/m", "b/m");
        assertThat(places(plan)).startsWith(Place.STICKY);
        assertThat(ids(plan(ALL_WELL, by(Strategy.PRICE), affinity, 1, abc)))
                .first()
                .isEqualTo("a/m");
        assertThat(ids(plan(ALL_WELL, Preferences.builder().order(List.of("b")).build(), affinity, 1, abc)))
                .first()
                .isEqualTo("b/m");
        HealthView cIsDown = health(new SampleHealth("c/m").inOutage().known());
        assertThat(ids(plan(cIsDown, Preferences.NONE, affinity, 1, abc)))
                .last()
                .isEqualTo("c/m");
    }

    @Test
    void aCacheDoesNotChangeTheOrderOfTheModels() {
        Model other = model("n/n", new SampleEndpoint("a/n").endpoint());

        assertThat(ids(plan(ALL_WELL, Preferences.NONE, new Affinity(5, "a/n"), 1, abc, other)))
                .last()
                .isEqualTo("a/n");
    }

    @Test
    void oneRequestInTenProbesWhatIsOnProbation() {
        // Given
        LoadView suspectsB = new LoadView() {
            @Override
            public double load(String endpoint) {
                return 0;
            }

            @Override
            public boolean isSuspect(String endpoint) {
                return endpoint.equals("b/m");
            }
        };
        Planner planner = new Planner(catalog(abc), ALL_WELL, suspectsB, p -> true, d -> true);

        // When
        Map<String, Integer> places = Draws.count(seed -> {
            Plan plan = planner.plan(request(by(Strategy.PRICE), Affinity.NONE, seed, abc));
            assertThat(ids(plan)).isIn(List.of("a/m", "c/m", "b/m"), List.of("b/m", "a/m", "c/m"));
            return (ids(plan).getFirst().equals("b/m")
                            ? places(plan).getFirst()
                            : places(plan).getLast())
                    .wireName();
        });

        // Then
        Draws.assertFits(places, Map.of("probe", 1.0, "on_probation", 9.0));
    }

    @Test
    void probesOneAtATime() {
        HealthView health = health(
                new SampleHealth("b/m").halfOpen().known(),
                new SampleHealth("c/m").halfOpen().known());

        for (int seed = 0; seed < 200; seed++) {
            Plan plan = plan(health, Preferences.NONE, Affinity.NONE, seed, abc);
            assertThat(places(plan))
                    .isIn(
                            List.of(Place.DRAWN, Place.ON_PROBATION, Place.ON_PROBATION),
                            List.of(Place.PROBE, Place.DRAWN, Place.ON_PROBATION));
        }
    }

    @Test
    void takesTurns() {
        List<String> firsts = IntStream.range(0, 7)
                .mapToObj(turn -> plan(turn, Strategy.ROUND_ROBIN).candidates())
                .map(candidates -> candidates.getFirst().endpoint().id())
                .toList();

        assertThat(firsts).containsExactly("a/m", "b/m", "c/m", "a/m", "b/m", "c/m", "a/m");
        assertThat(ids(plan(1, Strategy.ROUND_ROBIN))).containsExactly("b/m", "c/m", "a/m");
        assertThat(places(plan(1, Strategy.ROUND_ROBIN))).containsOnly(Place.SORTED);
        assertThat(ids(plan(-1, Strategy.ROUND_ROBIN))).containsExactly("c/m", "a/m", "b/m");
    }

    @Test
    void ofTwoThatAreDrawnTheOneWithLessToDoIsTriedFirst() {
        // Given
        Map<String, Double> loads = Map.of("a/m", 10.0, "b/m", 20.0, "c/m", 30.0);
        LoadView view = new LoadView() {
            @Override
            public double load(String endpoint) {
                return loads.getOrDefault(endpoint, 0.0);
            }

            @Override
            public boolean isSuspect(String endpoint) {
                return false;
            }
        };
        Planner planner = new Planner(catalog(abc), ALL_WELL, view, p -> true, d -> true);

        // When
        Map<String, Integer> first =
                Draws.count(seed -> first(planner.plan(request(by(Strategy.LEAST_LOADED), Affinity.NONE, seed, abc))));

        // Then: the busiest is never the less busy of two, and A is in two of three pairs.
        Draws.assertFits(first, Map.of("a/m", 2.0, "b/m", 1.0));
        Plan plan = planner.plan(request(by(Strategy.LEAST_LOADED), Affinity.NONE, 1, abc));
        assertThat(plan.strategy()).isEqualTo(Strategy.LEAST_LOADED);
        assertThat(places(plan)).containsExactly(Place.DRAWN, Place.FALLBACK, Place.FALLBACK);
    }

    @Test
    void toolsAskForQualityUnlessSomebodySaysOtherwise() {
        assertThat(plan(WITH_TOOLS, Preferences.NONE, null).strategy()).isEqualTo(Strategy.QUALITY);
        assertThat(plan(WITH_TOOLS, by(Strategy.PRICE), null).strategy()).isEqualTo(Strategy.PRICE);
        assertThat(plan(WITH_TOOLS, Preferences.NONE, Strategy.LATENCY).strategy())
                .isEqualTo(Strategy.LATENCY);
        assertThat(plan(FEATURES, by(Strategy.PRICE), Strategy.LATENCY).strategy())
                .isEqualTo(Strategy.PRICE);
    }

    @Test
    void floorTriesTheFlexTierAsWellAndNitroThePriorityTier() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").priced(tiers("4", "flex", "1")).endpoint(),
                new SampleEndpoint("b/m").priced(tiers("2", "priority", "8")).endpoint());

        // Then
        Plan floor = planTier(model, Strategy.PRICE, "flex", Preferences.NONE, FEATURES);
        assertThat(ids(floor)).containsExactly("a/m", "b/m", "a/m");
        assertThat(floor.candidates()).extracting(Candidate::serviceTier).containsExactly("flex", null, null);
        Plan nitro = planTier(model, Strategy.THROUGHPUT, "priority", Preferences.NONE, FEATURES);
        assertThat(ids(nitro)).containsExactly("b/m", "b/m", "a/m");
        assertThat(nitro.candidates()).extracting(Candidate::serviceTier).containsExactly("priority", null, null);
        assertThat(nitro.candidates().get(0).worstCase())
                .isGreaterThan(nitro.candidates().get(1).worstCase());
    }

    @Test
    void admitsNoTierAgainstAnOrderOrATierOfTheRequestsOwn() {
        Model model = model(
                "m/m", new SampleEndpoint("a/m").priced(tiers("4", "flex", "1")).endpoint());
        Preferences order = Preferences.builder().order(List.of("a")).build();
        Features usual = new Features(10, 0, 10, 1, null, true, Set.of(), false, Set::of);
        Features priority = new Features(10, 0, 10, 1, "priority", false, Set.of(), false, Set::of);

        assertThat(ids(planTier(model, Strategy.PRICE, "flex", order, FEATURES)))
                .hasSize(1);
        assertThat(ids(planTier(model, Strategy.PRICE, "flex", Preferences.NONE, usual)))
                .hasSize(1);
        assertThat(ids(planTier(model, Strategy.PRICE, "flex", Preferences.NONE, priority)))
                .hasSize(1);
    }

    @Test
    void aTierMayBeWithinTheCeilingThatTheUsualPriceIsBeyond() {
        Model model = model(
                "m/m", new SampleEndpoint("a/m").priced(tiers("4", "flex", "1")).endpoint());
        Preferences two = Preferences.builder()
                .maxPrice(new PriceCeiling(new BigDecimal("2"), null, null, null, null))
                .build();

        Plan plan = planTier(model, Strategy.PRICE, "flex", two, FEATURES);

        assertThat(plan.candidates()).extracting(Candidate::serviceTier).containsExactly("flex");
        assertThat(plan.dropped()).isEmpty();
    }

    private static PriceSchedule tiers(String usual, String tier, String inTier) {
        BigDecimal price = new BigDecimal(inTier).movePointLeft(6);
        return new PriceSchedule(
                SampleEndpoint.perMillion(usual).base(),
                Map.of(),
                List.of(new PriceOverride(
                        0, null, null, tier, Map.of(PriceKind.INPUT, price, PriceKind.OUTPUT, price))));
    }

    private static Plan planTier(
            Model model, Strategy strategy, String tier, Preferences preferences, Features features) {
        Selection selection = new Selection(List.of(model), Set.of(), strategy, tier, false, Set.of(), Double.NaN);
        return new Planner(catalog(model), ALL_WELL, LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(List.of(selection), features, preferences, "acme", NOW, 1));
    }

    /** A seed that does not probe. */
    private long quietSeed() {
        HealthView health = health(new SampleHealth("a/m").halfOpen().known());
        return LongStream.range(0, 50)
                .filter(seed -> !places(plan(health, Preferences.NONE, Affinity.NONE, seed, abc))
                        .contains(Place.PROBE))
                .findFirst()
                .orElseThrow();
    }

    private Plan plan(long turn, Strategy strategy) {
        return new Planner(catalog(abc), ALL_WELL, LoadView.IDLE, p -> true, d -> true)
                .plan(new PlanRequest(
                        SampleCatalog.selections(abc),
                        FEATURES,
                        by(strategy),
                        null,
                        "acme",
                        Affinity.NONE,
                        NOW,
                        99,
                        turn));
    }

    private Plan plan(Features features, Preferences preferences, @Nullable Strategy byDefault) {
        return new Planner(catalog(abc), ALL_WELL, LoadView.IDLE, p -> true, d -> true)
                .plan(new PlanRequest(
                        SampleCatalog.selections(abc),
                        features,
                        preferences,
                        byDefault,
                        "acme",
                        Affinity.NONE,
                        NOW,
                        1,
                        0));
    }

    private static Plan plan(
            HealthView health, Preferences preferences, Affinity affinity, long seed, Model... models) {
        return new Planner(catalog(models), health, LoadView.IDLE, p -> true, d -> true)
                .plan(request(preferences, affinity, seed, models));
    }

    private static PlanRequest request(Preferences preferences, Affinity affinity, long seed, Model... models) {
        return new PlanRequest(
                SampleCatalog.selections(models), FEATURES, preferences, null, "acme", affinity, NOW, seed, 0);
    }

    private static Preferences by(Strategy strategy) {
        return by(strategy, Preferences.NONE);
    }

    private static Preferences by(Strategy strategy, Preferences others) {
        return others.toBuilder().strategy(strategy).build();
    }

    private static String first(Plan plan) {
        return plan.candidates().getFirst().endpoint().id();
    }

    private static List<Place> places(Plan plan) {
        return plan.candidates().stream().map(Candidate::place).toList();
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
