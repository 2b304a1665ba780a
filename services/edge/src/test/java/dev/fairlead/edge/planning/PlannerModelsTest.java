package dev.fairlead.edge.planning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Plan.Reason;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that several models may answer. */
class PlannerModelsTest {

    private static final Features FEATURES = Features.ofText(1_000, 100);

    private final Model cheap = model(
            "cheap/m",
            new SampleEndpoint("a/cheap").priced("2").endpoint(),
            new SampleEndpoint("b/cheap").priced("4").endpoint());
    private final Model dear = model(
            "dear/m",
            new SampleEndpoint("a/dear").priced("3").endpoint(),
            new SampleEndpoint("b/dear").priced("6").endpoint());
    private final Model down = model(
            "down/m", new SampleEndpoint("a/down").standing(Standing.UNPRICED).endpoint());

    @Test
    void putsTheEndpointsOfAllModelsInOneOrderIfModelsAreNotToldApart() {
        Preferences across = Preferences.builder()
                .strategy(Strategy.PRICE)
                .acrossModels(true)
                .build();

        Plan plan = plan(across, 1, of(dear), of(cheap));

        assertThat(ids(plan)).containsExactly("a/cheap", "a/dear", "b/cheap", "b/dear");
        assertThat(plan.strategy()).isEqualTo(Strategy.PRICE);
    }

    @Test
    void drawsTheFirstModelByItsWeightAndKeepsTheOthersInTheirOrder() {
        // When: 10 to 2 to 3, as the listing has it.
        Model third = model("third/m", new SampleEndpoint("a/third").endpoint());
        Map<String, Integer> first = Draws.count(seed -> {
            List<String> models =
                    models(plan(Preferences.NONE, seed, weighted(cheap, 10), weighted(dear, 2), weighted(third, 3)));
            if (models.getFirst().equals("cheap/m")) {
                assertThat(models).containsExactly("cheap/m", "dear/m", "third/m");
            }
            return models.getFirst();
        });

        // Then
        Draws.assertFits(first, Map.of("cheap/m", 10.0, "dear/m", 2.0, "third/m", 3.0));
    }

    @Test
    void drawsOnlyAmongModelsThatCanTakeTheRequest() {
        Map<String, Integer> first = Draws.count(seed -> models(
                        plan(Preferences.NONE, seed, weighted(down, 1_000), weighted(cheap, 3), weighted(dear, 1)))
                .getFirst());

        Draws.assertFits(first, Map.of("cheap/m", 3.0, "dear/m", 1.0));
    }

    @Test
    void aModelWithoutAWeightBesideOthersIsAFallback() {
        Map<String, Integer> first =
                Draws.count(seed -> models(plan(Preferences.NONE, seed, of(dear), weighted(cheap, 1)))
                        .getFirst());

        assertThat(first).containsOnlyKeys("cheap/m");
    }

    @Test
    void weighsModelsByTheInverseOfWhatTheirPromptsCostIfThatIsTheStrategy() {
        Preferences inverse = Preferences.builder()
                .strategy(Strategy.WEIGHTED_BY_INVERSE_PRICE)
                .build();

        Draws.assertFits(
                Draws.count(
                        seed -> models(plan(inverse, seed, of(dear), of(cheap))).getFirst()),
                Map.of("cheap/m", 1 / 2.0, "dear/m", 1 / 3.0));
    }

    @Test
    void theModelsOfAnyOtherStrategyAreTriedInTheirOrder() {
        for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.WEIGHTED_BY_INVERSE_PRICE) {
                Preferences preferences =
                        Preferences.builder().strategy(strategy).build();
                for (int seed = 0; seed < 20; seed++) {
                    assertThat(models(plan(preferences, seed, of(dear), of(cheap))))
                            .containsExactly("dear/m", "cheap/m");
                }
            }
        }
    }

    @Test
    void aConversationKeepsItsModel() {
        for (long conversation = 1; conversation < 200; conversation++) {
            Affinity affinity = new Affinity(conversation, null);
            assertThat(first(affinity, 1)).isEqualTo(first(affinity, 2));
        }
    }

    private String first(Affinity affinity, long seed) {
        List<Selection> selections = List.of(weighted(cheap, 1), weighted(dear, 1));
        return new Planner(catalog(cheap, dear), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(new PlanRequest(selections, FEATURES, Preferences.NONE, null, "acme", affinity, NOW, seed, 0))
                .candidates()
                .getFirst()
                .endpoint()
                .id();
    }

    @Test
    void drawsUniformlyAmongWhatIsFree() {
        // Given
        Model[] free = IntStream.range(0, 8)
                .mapToObj(i -> model(
                        "m/m" + i,
                        new SampleEndpoint("a/m" + i).as("free").priced("0").endpoint()))
                .toArray(Model[]::new);
        Selection pool =
                new Selection(Arrays.asList(free), Set.of(Variant.FREE), null, null, true, Set.of(), Double.NaN);
        Planner planner = new Planner(catalog(free), health(), LoadView.IDLE, p -> true, d -> true);

        // When
        Map<String, Integer> first = Draws.count(
                seed -> planner.plan(PlanRequest.of(List.of(pool), FEATURES, Preferences.NONE, "acme", NOW, seed))
                        .candidates()
                        .getFirst()
                        .endpoint()
                        .id());

        // Then
        Map<String, Double> equal = new HashMap<>();
        first.keySet().forEach(id -> equal.put(id, 1.0));
        assertThat(first).hasSize(8);
        Draws.assertFits(first, equal);
    }

    @Test
    void aPoolTriesWhatDoesWellBeforeWhatDoesNotUnlessAnOrderIsInsistedOn() {
        Selection pool = new Selection(List.of(cheap, dear), Set.of(), null, null, true, Set.of(), Double.NaN);
        Planner planner = new Planner(
                catalog(cheap, dear),
                health(new SampleHealth("a/cheap").inOutage().known()),
                LoadView.IDLE,
                p -> true,
                d -> true);

        Plan plan = planner.plan(PlanRequest.of(List.of(pool), FEATURES, Preferences.NONE, "acme", NOW, 1));
        Plan byPrice = planner.plan(PlanRequest.of(
                List.of(pool),
                FEATURES,
                Preferences.builder().strategy(Strategy.PRICE).build(),
                "acme",
                NOW,
                1));

        assertThat(ids(plan)).containsExactly("a/dear", "b/cheap", "b/dear", "a/cheap");
        assertThat(plan.strategy()).isEqualTo(Strategy.PRICE);
        assertThat(ids(byPrice)).containsExactly("a/cheap", "a/dear", "b/cheap", "b/dear");
    }

    @Test
    void anEndpointThatTwoNamesMeanIsTriedOnce() {
        // Given
        Selection pool =
                new Selection(List.of(cheap, dear, down), Set.of(), null, null, true, Set.of("unheard_of"), Double.NaN);
        Selection all = new Selection(List.of(cheap, dear, down), Set.of(), null, null, true, Set.of(), Double.NaN);

        // When
        Plan plan = plan(Preferences.NONE, 1, of(cheap), of(down), pool, all);

        // Then
        assertThat(ids(plan)).containsExactlyInAnyOrder("a/cheap", "b/cheap", "a/dear", "b/dear");
        assertThat(plan.dropped()).containsExactly(new Plan.Dropped("a/down", Reason.NO_PRICE, null));
    }

    @Test
    void saysWhichStrategyPutTheFirstCandidateThere() {
        Selection nitro =
                new Selection(List.of(dear), Set.of(), Strategy.THROUGHPUT, "priority", false, Set.of(), Double.NaN);

        assertThat(plan(Preferences.NONE, 1, of(down), nitro).strategy()).isEqualTo(Strategy.THROUGHPUT);
        assertThat(plan(Preferences.NONE, 1, of(down)).strategy()).isEqualTo(Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE);
    }

    private Plan plan(Preferences preferences, long seed, Selection... selections) {
        List<Model> models = Arrays.stream(selections)
                .flatMap(selection -> selection.models().stream())
                .distinct()
                .toList();
        return new Planner(catalog(models.toArray(Model[]::new)), health(), LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(Arrays.asList(selections), FEATURES, preferences, "acme", NOW, seed));
    }

    private static Selection of(Model model) {
        return Selection.of(model);
    }

    private static Selection weighted(Model model, double weight) {
        return new Selection(List.of(model), Set.of(), null, null, false, Set.of(), weight);
    }

    private static List<String> models(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.model().id())
                .distinct()
                .toList();
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
