package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.breaker;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.endpoint;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static dev.fairlead.edge.planning.SampleCatalog.provider;
import static dev.fairlead.edge.planning.SampleCatalog.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PlannerTest {

    private static final Features FEATURES = Features.ofText(1_000, 100);
    private static final HealthView ALL_WELL = health();
    private static final int DRAWS = 20_000;

    private final Model model =
            model("m/m", endpoint("a/m", "1", "1"), endpoint("b/m", "3", "3"), endpoint("c/m", "6", "6"));

    @Test
    void weighsTheFirstChoiceByTheInverseSquareOfThePrice() {
        // Given
        Model two = model("m/m", endpoint("cheap/m", "1", "1"), endpoint("dear/m", "3", "3"));

        // When
        Map<String, Integer> first = firstChoices(two, ALL_WELL);

        // Then: chi-square with one degree of freedom; 10.8 is exceeded by chance once in a thousand.
        assertThat(chiSquare(first, Map.of("cheap/m", 0.9, "dear/m", 0.1))).isLessThan(10.8);
    }

    @Test
    void weighsThreeChoicesAsWell() {
        // Given: 1/1 : 1/9 : 1/36
        double sum = 1 + 1 / 9.0 + 1 / 36.0;

        // When
        Map<String, Integer> first = firstChoices(model, ALL_WELL);

        // Then
        assertThat(chiSquare(first, Map.of("a/m", 1 / sum, "b/m", 1 / 9.0 / sum, "c/m", 1 / 36.0 / sum)))
                .isLessThan(13.8);
    }

    @Test
    void keepsTheOthersByPriceAsFallbacks() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            List<String> ids = ids(plan(ALL_WELL, Preferences.NONE, random, model));

            assertThat(ids).containsExactlyInAnyOrder("a/m", "b/m", "c/m");
            assertThat(ids.subList(1, 3)).isSorted();
        }
    }

    @Test
    void prefersWhatIsFreeWithoutFailing() {
        Model free = model("m/m", endpoint("free/m", "0", "0"), endpoint("dear/m", "1", "1"));

        Map<String, Integer> first = firstChoices(free, ALL_WELL);

        assertThat(first.get("free/m")).isGreaterThan(DRAWS * 99 / 100);
    }

    @Test
    void dropsAnOpenBreakerAndSaysWhenToTryAgain() {
        // Given
        HealthView health = health(breaker("a/m", BreakerState.OPEN, NOW.plusSeconds(7)));

        // When
        Plan plan = plan(health, Preferences.NONE, new Random(1), model);

        // Then
        assertThat(ids(plan)).doesNotContain("a/m").hasSize(2);
        assertThat(plan.dropped()).containsExactly(new Dropped("a/m", Reason.BREAKER_OPEN, NOW.plusSeconds(7)));
    }

    @Test
    void dropsAnOpenBreakerWithoutATimeForNow() {
        Plan plan = plan(health(breaker("a/m", BreakerState.OPEN, null)), Preferences.NONE, new Random(1), model);

        assertThat(plan.dropped()).containsExactly(new Dropped("a/m", Reason.BREAKER_OPEN, null));
    }

    @Test
    void putsProbationLastButForOneRequestInTen() {
        // Given: one has half-opened, and one is open in the table but its time is over.
        for (HealthView health : List.of(
                health(breaker("a/m", BreakerState.HALF_OPEN, null)), health(breaker("a/m", BreakerState.OPEN, NOW)))) {
            Random random = new Random(3);
            int probes = 0;

            // When
            for (int i = 0; i < DRAWS; i++) {
                List<String> ids = ids(plan(health, Preferences.NONE, random, model));
                assertThat(ids).hasSize(3);
                if (ids.getFirst().equals("a/m")) {
                    probes++;
                } else {
                    assertThat(ids).last().isEqualTo("a/m");
                }
            }

            // Then: 4.5 standard deviations.
            assertThat((double) probes / DRAWS).isCloseTo(0.1, within(0.01));
        }
    }

    @Test
    void triesProbationWhereThereIsNothingElse() {
        HealthView health = health(
                breaker("a/m", BreakerState.HALF_OPEN, null),
                breaker("b/m", BreakerState.HALF_OPEN, null),
                breaker("c/m", BreakerState.HALF_OPEN, null));

        assertThat(ids(plan(health, Preferences.NONE, new Random(1), model))).hasSize(3);
    }

    @Test
    void followsTheOrderAndThenTheRest() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(ids(plan(ALL_WELL, order("c", "b/m"), new Random(seed), model)))
                    .containsExactly("c/m", "b/m", "a/m");
            assertThat(ids(plan(ALL_WELL, order("nobody", "b"), new Random(seed), model)))
                    .first()
                    .isEqualTo("b/m");
        }
    }

    @Test
    void triesOnlyWhoIsListedWithoutFallbacks() {
        // When
        Plan plan = plan(
                ALL_WELL,
                Preferences.builder()
                        .order(List.of("c", "b"))
                        .allowFallbacks(false)
                        .build(),
                new Random(1),
                model);

        // Then
        assertThat(ids(plan)).containsExactly("c/m", "b/m");
        assertThat(plan.dropped()).containsExactly(new Dropped("a/m", Reason.NO_FALLBACKS, null));
    }

    @Test
    void triesOnlyWhoIsListedWithoutFallbacksForEveryModel() {
        // Given
        Model other = model("n/n", endpoint("a/n", "1", "1"), endpoint("b/n", "2", "2"));
        Preferences preferences = Preferences.builder()
                .order(List.of("c", "b"))
                .allowFallbacks(false)
                .build();

        // When
        Plan plan = plan(ALL_WELL, preferences, new Random(1), model, other);

        // Then
        assertThat(ids(plan)).containsExactly("c/m", "b/m", "b/n");
        assertThat(plan.dropped())
                .containsExactlyInAnyOrder(
                        new Dropped("a/m", Reason.NO_FALLBACKS, null), new Dropped("a/n", Reason.NO_FALLBACKS, null));
    }

    @Test
    void triesOneWithoutFallbacksAndWithoutAList() {
        Plan plan = plan(
                ALL_WELL,
                Preferences.builder()
                        .allowFallbacks(false)
                        .strategy(Strategy.PRICE)
                        .build(),
                new Random(1),
                model);

        assertThat(ids(plan)).containsExactly("a/m");
        assertThat(plan.dropped())
                .extracting(Dropped::reason)
                .containsOnly(Reason.NO_FALLBACKS)
                .hasSize(2);
    }

    @Test
    void keepsToOnlyAndIgnore() {
        assertThat(ids(plan(
                        ALL_WELL,
                        Preferences.builder()
                                .only(List.of(List.of("a", "b/m")))
                                .ignore(List.of("a/m"))
                                .build(),
                        new Random(1),
                        model)))
                .containsExactly("b/m");
        Plan none = plan(
                ALL_WELL, Preferences.builder().only(List.of(List.of("nobody"))).build(), new Random(1), model);
        assertThat(none.candidates()).isEmpty();
        assertThat(none.dropped())
                .extracting(Dropped::reason)
                .containsOnly(Reason.ALLOWED_PROVIDERS)
                .hasSize(3);
        assertThat(none.worstCase()).isEqualTo(Money.ZERO);
    }

    @Test
    void keepsToTheMaximumPriceWhichIsAllowedItself() {
        assertThat(ids(plan(ALL_WELL, maxPrice("3", null), new Random(1), model)))
                .containsOnly("a/m", "b/m");
        assertThat(ids(plan(ALL_WELL, maxPrice(null, "2.999999"), new Random(1), model)))
                .containsOnly("a/m");
        assertThat(ids(plan(ALL_WELL, maxPrice("0", null), new Random(1), model)))
                .isEmpty();
    }

    @Test
    void sortsByPriceLatencyOrThroughput() {
        // Given
        HealthView health = health(speed("a/m", 300, 10), speed("b/m", 100, 20), speed("c/m", 200, 90));

        // Then
        assertThat(ids(plan(health, sort(Strategy.PRICE), new Random(1), model)))
                .containsExactly("a/m", "b/m", "c/m");
        assertThat(ids(plan(health, sort(Strategy.LATENCY), new Random(1), model)))
                .containsExactly("b/m", "c/m", "a/m");
        assertThat(ids(plan(health, sort(Strategy.THROUGHPUT), new Random(1), model)))
                .containsExactly("c/m", "b/m", "a/m");
    }

    @Test
    void sortsWhatIsUnknownLastAndByPrice() {
        HealthView health = health(speed("c/m", 900, 1));

        assertThat(ids(plan(health, sort(Strategy.LATENCY), new Random(1), model)))
                .containsExactly("c/m", "a/m", "b/m");
        assertThat(ids(plan(health, sort(Strategy.THROUGHPUT), new Random(1), model)))
                .containsExactly("c/m", "a/m", "b/m");
    }

    @Test
    void neverPlansWhatHasNoPriceNoCredentialOrAnotherDialect() {
        // Given
        Model mixed = model(
                "m/m",
                endpoint("unpriced/m", null, null),
                endpoint("unpaid/m", "1", "1"),
                endpoint("foreign/m", "1", "1"),
                endpoint("unheard/m", "1", "1"),
                endpoint("good/m", "9", "9"));
        List<Provider> providers = List.of(
                provider("unpriced", Dialect.OPENAI),
                provider("unpaid", Dialect.OPENAI),
                provider("foreign", Dialect.GEMINI),
                provider("good", Dialect.OPENAI));
        Planner planner = new Planner(
                catalog(providers, mixed),
                ALL_WELL,
                LoadView.IDLE,
                provider -> !provider.id().equals("unpaid"),
                dialect -> dialect == Dialect.OPENAI);

        // When
        Plan plan = planner.plan(
                PlanRequest.of(SampleCatalog.selections(mixed), FEATURES, Preferences.NONE, "acme", NOW, 1));

        // Then
        assertThat(ids(plan)).containsExactly("good/m");
        assertThat(plan.dropped())
                .containsExactlyInAnyOrder(
                        new Dropped("unpriced/m", Reason.NO_PRICE, null),
                        new Dropped("unpaid/m", Reason.NO_CREDENTIAL, null),
                        new Dropped("foreign/m", Reason.DIALECT, null),
                        new Dropped("unheard/m", Reason.NO_ADDRESS, null));
    }

    @Test
    void triesTheModelsInTheCallersOrder() {
        Model dearest = model("x/x", endpoint("a/x", "900", "900"), endpoint("b/x", "901", "901"));

        List<String> ids = ids(plan(ALL_WELL, Preferences.NONE, new Random(1), dearest, model));

        assertThat(ids.subList(0, 2)).containsExactlyInAnyOrder("a/x", "b/x");
        assertThat(ids.subList(2, 5)).containsExactlyInAnyOrder("a/m", "b/m", "c/m");
    }

    @Test
    void reservesForTheLongestCompletionWhereTheRequestSetsNoLimit() {
        // Given
        TokenPrices prices = TokenPrices.perMillion(new BigDecimal("2"), new BigDecimal("8"));
        Model limited = model("m/m", endpoint("a/m", prices, 100_000, 4_000));

        // Then
        assertThat(worstCase(limited, Features.ofText(1_000, -1))).isEqualTo(Money.ofUsd("0.034"));
        assertThat(worstCase(limited, Features.ofText(1_000, 100))).isEqualTo(Money.ofUsd("0.0028"));
        assertThat(worstCase(limited, new Features(1_000, 0, 100, 5, null, false, Set.of(), false, Set::of)))
                .isEqualTo(Money.ofUsd("0.006"));
        assertThat(worstCase(limited, Features.ofText(1_000, 50_000))).isEqualTo(Money.ofUsd("0.034"));
        assertThat(worstCase(limited, Features.ofText(20_000_000, 0))).isEqualTo(Money.ofUsd("0.2"));
    }

    @Test
    void dropsWhatIsTooShortForTheCompletion() {
        Model small = model("m/m", endpoint("a/m", TokenPrices.FREE, 1_000, 1_000));

        Plan plan = new Planner(catalog(small), ALL_WELL, LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(
                        SampleCatalog.selections(small), Features.ofText(10, 1_001), Preferences.NONE, "acme", NOW, 1));

        assertThat(plan.dropped()).containsExactly(new Dropped("a/m", Reason.CONTEXT_LENGTH, null));
    }

    private static Money worstCase(Model model, Features features) {
        return new Planner(catalog(model), ALL_WELL, LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(SampleCatalog.selections(model), features, Preferences.NONE, "acme", NOW, 1))
                .worstCase();
    }

    private static Map<String, Integer> firstChoices(Model model, HealthView health) {
        Random random = new Random(42);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            first.merge(ids(plan(health, Preferences.NONE, random, model)).getFirst(), 1, Integer::sum);
        }
        return first;
    }

    private static double chiSquare(Map<String, Integer> observed, Map<String, Double> shares) {
        return shares.entrySet().stream()
                .mapToDouble(share -> {
                    double expected = share.getValue() * DRAWS;
                    double difference = observed.getOrDefault(share.getKey(), 0) - expected;
                    return difference * difference / expected;
                })
                .sum();
    }

    private static Plan plan(HealthView health, Preferences preferences, Random random, Model... models) {
        return new Planner(catalog(models), health, LoadView.IDLE, p -> true, d -> true)
                .plan(PlanRequest.of(
                        SampleCatalog.selections(models), FEATURES, preferences, "acme", NOW, random.nextLong()));
    }

    private static Preferences order(String... names) {
        return Preferences.builder().order(List.of(names)).build();
    }

    private static Preferences sort(Strategy sort) {
        return Preferences.builder().strategy(sort).build();
    }

    private static Preferences maxPrice(@Nullable String prompt, @Nullable String completion) {
        return Preferences.builder()
                .maxPrice(new PriceCeiling(
                        prompt == null ? null : new BigDecimal(prompt),
                        completion == null ? null : new BigDecimal(completion),
                        null,
                        null,
                        null))
                .build();
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
