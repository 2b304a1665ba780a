package dev.fairlead.edge.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Candidate.Place;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

/** How endpoints of a model are told apart by their quality. */
class PlannerQualityTest {

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<EndpointHealth> healths = new ArrayList<>();

    @Test
    void triesWhoIsMuchSlowerThanTheOthersAfterThem() {
        // Given: the median is 100, the median distance to it 3.5, so the limit is 100 - 1.5 * 1.4826 * 3.5 = 92.2.
        known("a", 100, 1);
        known("b", 105, 1);
        known("c", 100, 1);
        known("d", 95, 1);
        known("e", 92, 1);
        known("f", 102, 1);

        // Then
        assertThat(outliers()).containsOnlyKeys("e/m");
    }

    @Test
    void triesWhoseToolCallsFailAfterTheOthers() {
        // Given: the median is 0.98, the median distance 0.01, so the limit is 0.98 - 2 * 0.0196 = 0.9408.
        known("a", 100, 0.98);
        known("b", 100, 0.99);
        known("c", 100, 0.97);
        known("d", 100, 0.98);
        known("e", 100, 0.94);

        // Then
        assertThat(outliers()).containsOnlyKeys("e/m");
    }

    @Test
    void smallDifferencesBetweenEqualsAreNone() {
        known("a", 100, 1);
        known("b", 100, 1);
        known("c", 100, 1);
        known("d", 100, 1);
        known("e", 98, 0.97);

        assertThat(outliers()).isEmpty();
    }

    @Test
    void triesWhoIsNotKnownYetBetweenTheTwo() {
        // Given
        known("a", 100, 1);
        known("b", 100, 1);
        known("c", 100, 1);
        known("slow", 10, 1);
        unknown("new");

        // When
        Plan plan = plan(3);

        // Then
        assertThat(ids(plan).subList(0, 3)).containsExactlyInAnyOrder("a/m", "b/m", "c/m");
        assertThat(ids(plan).subList(3, 5)).containsExactly("new/m", "slow/m");
        assertThat(places(plan))
                .containsExactly(Place.DRAWN, Place.FALLBACK, Place.FALLBACK, Place.UNPROVEN, Place.OUTLIER);
    }

    @Test
    void tellsNobodyApartWithFewerThanFourOfWhichEnoughIsKnown() {
        known("a", 100, 1);
        known("b", 100, 1);
        known("slow", 1, 0.1);
        unknown("new");
        healths.add(new SampleHealth("few/m")
                .speed(StatisticsWindow.MINUTES_30, 99, 100, 1)
                .known());
        endpoints.add(new SampleEndpoint("few/m").priced("1").endpoint());

        assertThat(places(plan(3)))
                .containsExactly(Place.DRAWN, Place.FALLBACK, Place.FALLBACK, Place.FALLBACK, Place.FALLBACK);
    }

    @Test
    void drawsByPriceAmongTheGood() {
        // Given
        known("a", 100, 1);
        known("b", 100, 1);
        known("c", 100, 1);
        known("slow", 10, 1);

        // Then
        Map<String, Integer> first = Draws.count(seed -> ids(plan(seed)).getFirst());
        Draws.assertFits(first, Map.of("a/m", 1.0, "b/m", 1.0, "c/m", 1.0));
    }

    private void known(String provider, double tokensPerSecond, double toolSuccess) {
        endpoints.add(new SampleEndpoint(provider + "/m").priced("1").endpoint());
        healths.add(new SampleHealth(provider + "/m")
                .speed(StatisticsWindow.MINUTES_30, 100, 100, tokensPerSecond)
                .toolSuccess(toolSuccess)
                .known());
    }

    private void unknown(String provider) {
        endpoints.add(new SampleEndpoint(provider + "/m").priced("1").endpoint());
    }

    private Map<String, Place> outliers() {
        return plan(1).candidates().stream()
                .filter(candidate -> candidate.place() == Place.OUTLIER)
                .collect(Collectors.toMap(candidate -> candidate.endpoint().id(), Candidate::place));
    }

    private Plan plan(long seed) {
        Model model = model("m/m", endpoints.toArray(Endpoint[]::new));
        return new Planner(
                        catalog(model),
                        health(healths.toArray(EndpointHealth[]::new)),
                        LoadView.IDLE,
                        p -> true,
                        d -> true)
                .plan(PlanRequest.of(
                        SampleCatalog.selections(model),
                        Features.ofText(100, 100),
                        Preferences.builder().strategy(Strategy.QUALITY).build(),
                        "acme",
                        NOW,
                        seed));
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
