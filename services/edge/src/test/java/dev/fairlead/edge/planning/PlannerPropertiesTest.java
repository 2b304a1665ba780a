package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every plan, tried on random catalogs, tables and wishes. */
class PlannerPropertiesTest {

    private static final int ROUNDS = 4_000;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private record Situation(
            CatalogIndex catalog,
            List<Model> models,
            HealthView health,
            Set<String> credentials,
            Features features,
            Preferences preferences,
            long seed) {

        Plan plan() {
            return new Planner(
                            catalog,
                            health,
                            LoadView.IDLE,
                            provider -> credentials.contains(provider.id()),
                            dialect -> dialect == Dialect.OPENAI)
                    .plan(PlanRequest.of(
                            models.stream().map(Selection::of).toList(), features, preferences, "acme", NOW, seed));
        }
    }

    @Test
    void neverPlansAnEndpointThatAFilterForbids() {
        forAll(situation -> assertThat(situation.plan().candidates()).allSatisfy(candidate -> {
            assertThat(reasonsAgainst(situation, candidate.endpoint())).isEmpty();
            assertThat(candidate.prices()).isEqualTo(candidate.endpoint().prices());
            assertThat(candidate.provider().id()).isEqualTo(candidate.endpoint().provider());
        }));
    }

    @Test
    void dropsAnEndpointOnlyForAReasonThatIsTrue() {
        forAll(situation -> {
            for (Dropped dropped : situation.plan().dropped()) {
                Endpoint endpoint = situation.models().stream()
                        .flatMap(model -> model.endpoints().stream())
                        .filter(each -> each.id().equals(dropped.endpoint()))
                        .findFirst()
                        .orElseThrow();
                if (dropped.reason() == Reason.NO_FALLBACKS) {
                    assertThat(situation.preferences().allowFallbacks()).isFalse();
                } else {
                    assertThat(reasonsAgainst(situation, endpoint)).contains(dropped.reason());
                }
            }
        });
    }

    @Test
    void accountsForEveryEndpointOnce() {
        forAll(situation -> {
            Plan plan = situation.plan();
            assertThat(Stream.concat(ids(plan).stream(), plan.dropped().stream().map(Dropped::endpoint)))
                    .containsExactlyInAnyOrderElementsOf(situation.models().stream()
                            .flatMap(model -> model.endpoints().stream())
                            .map(Endpoint::id)
                            .toList());
        });
    }

    @Test
    void givesTheSamePlanForTheSameSeed() {
        forAll(situation -> assertThat(situation.plan()).isEqualTo(situation.plan()));
    }

    @Test
    void reservesTheMostThatAnyCandidateCanCost() {
        forAll(situation -> {
            Plan plan = situation.plan();
            Money most = plan.candidates().stream()
                    .map(Candidate::worstCase)
                    .max(Money::compareTo)
                    .orElse(Money.ZERO);
            assertThat(plan.worstCase()).isEqualTo(most);
            for (Candidate candidate : plan.candidates()) {
                assertThat(candidate.worstCase()).isGreaterThanOrEqualTo(dearestUse(situation.features(), candidate));
            }
        });
    }

    @Test
    void keepsTheModelsInOrder() {
        forAll(situation -> assertThat(situation.plan().candidates())
                .extracting(candidate -> situation.models().indexOf(candidate.model()))
                .isSorted());
    }

    @Test
    void putsWhoIsListedFirstWithinAModel() {
        forAll(situation -> {
            for (Model model : situation.models()) {
                assertThat(situation.plan().candidates().stream()
                                .filter(candidate -> candidate.model().equals(model))
                                .map(candidate -> rank(situation, candidate.endpoint())))
                        .isSorted();
            }
        });
    }

    @Test
    void withoutFallbacksTriesTheFirstChoiceOrOnlyWhoIsListed() {
        forAll(situation -> {
            List<Candidate> candidates = situation.plan().candidates();
            if (!situation.preferences().allowFallbacks() && candidates.size() > 1) {
                assertThat(candidates)
                        .allSatisfy(candidate -> assertThat(rank(situation, candidate.endpoint()))
                                .isLessThan(Integer.MAX_VALUE));
            }
        });
    }

    private static void forAll(Consumer<Situation> property) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            property.accept(situation(seed));
        }
    }

    private static Set<Reason> reasonsAgainst(Situation situation, Endpoint endpoint) {
        Set<Reason> reasons = new TreeSet<>();
        Provider provider = situation.catalog().provider(endpoint.provider());
        Preferences wishes = situation.preferences();
        TokenPrices prices =
                endpoint.prices() == null ? null : endpoint.prices().base();
        if (provider == null) {
            reasons.add(Reason.NO_ADDRESS);
        } else if (provider.dialect() != Dialect.OPENAI) {
            reasons.add(Reason.DIALECT);
        }
        if (!situation.credentials().contains(endpoint.provider())) {
            reasons.add(Reason.NO_CREDENTIAL);
        }
        if (prices == null) {
            reasons.add(Reason.NO_PRICE);
        } else if (exceeds(prices.prompt(), wishes.maxPrice().prompt())
                || exceeds(prices.completion(), wishes.maxPrice().completion())) {
            reasons.add(Reason.MAX_PRICE);
        }
        if (names(wishes.ignore(), endpoint) || !wishes.only().stream().allMatch(list -> names(list, endpoint))) {
            reasons.add(Reason.ALLOWED_PROVIDERS);
        }
        if (situation.features().completionTokens() > endpoint.contextLength()) {
            reasons.add(Reason.CONTEXT_LENGTH);
        }
        EndpointHealth known = situation.health().of(endpoint.id());
        if (known != null
                && known.breaker() == BreakerState.OPEN
                && (known.retryAt() == null || known.retryAt().isAfter(NOW))) {
            reasons.add(Reason.BREAKER_OPEN);
        }
        return reasons;
    }

    private static boolean exceeds(BigDecimal perToken, @Nullable BigDecimal perMillion) {
        return perMillion != null && perToken.multiply(MILLION).compareTo(perMillion) > 0;
    }

    private static boolean names(List<String> names, Endpoint endpoint) {
        return names.contains(endpoint.provider()) || names.contains(endpoint.id());
    }

    private static int rank(Situation situation, Endpoint endpoint) {
        List<String> order = situation.preferences().order();
        for (int i = 0; i < order.size(); i++) {
            if (names(List.of(order.get(i)), endpoint)) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static Money dearestUse(Features features, Candidate candidate) {
        long prompt = Math.min(features.promptTokens(), candidate.endpoint().contextLength());
        long each = features.completionTokens() < 0
                ? candidate.endpoint().maxOutputTokens()
                : Math.min(features.completionTokens(), candidate.endpoint().maxOutputTokens());
        return candidate.prices().worstCase(prompt, each * features.choices(), null);
    }

    private static Situation situation(long seed) {
        Random random = new Random(seed);
        List<Provider> providers = new ArrayList<>();
        Set<String> credentials = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            providers.add(SampleCatalog.provider("p" + i, random.nextInt(6) == 0 ? Dialect.ANTHROPIC : Dialect.OPENAI));
            if (random.nextInt(5) > 0) {
                credentials.add("p" + i);
            }
        }
        List<Model> models = new ArrayList<>();
        List<EndpointHealth> health = new ArrayList<>();
        for (int m = 0; m <= random.nextInt(3); m++) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int e = 0; e <= random.nextInt(6); e++) {
                // The sixth provider is one that the catalog does not know.
                Endpoint endpoint = SampleCatalog.endpoint(
                        "p" + e + "/m" + m,
                        prices(random),
                        1_000L * (1 + random.nextInt(50)),
                        1 + random.nextInt(2_000));
                endpoints.add(endpoint);
                health(random, endpoint.id()).forEach(health::add);
            }
            models.add(SampleCatalog.model("a/m" + m, endpoints.toArray(Endpoint[]::new)));
        }
        return new Situation(
                SampleCatalog.catalog(providers, models.toArray(Model[]::new)),
                models,
                SampleCatalog.health(health.toArray(EndpointHealth[]::new)),
                credentials,
                new Features(
                        random.nextInt(100_000),
                        0,
                        random.nextInt(20_000) - 1,
                        1 + random.nextInt(3),
                        null,
                        false,
                        Set.of(),
                        false,
                        Set::of),
                preferences(random),
                seed);
    }

    private static @Nullable TokenPrices prices(Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        return TokenPrices.perMillion(
                BigDecimal.valueOf(random.nextInt(500), 2), BigDecimal.valueOf(random.nextInt(500), 2));
    }

    private static List<EndpointHealth> health(Random random, String endpoint) {
        return switch (random.nextInt(5)) {
            case 0 -> List.of(SampleCatalog.breaker(endpoint, BreakerState.HALF_OPEN, null));
            case 1 ->
                List.of(SampleCatalog.breaker(endpoint, BreakerState.OPEN, NOW.plusSeconds(random.nextInt(3) - 1)));
            case 2 -> List.of(SampleCatalog.speed(endpoint, random.nextInt(300), random.nextInt(100)));
            default -> List.of();
        };
    }

    private static Preferences preferences(Random random) {
        List<String> only = someNames(random);
        Strategy[] sorts = Strategy.values();
        return Preferences.builder()
                .order(someNames(random))
                .only(only.isEmpty() ? List.of() : List.of(only))
                .ignore(someNames(random))
                .allowFallbacks(random.nextInt(3) > 0)
                .strategy(random.nextBoolean() ? null : sorts[random.nextInt(sorts.length)])
                .maxPrice(new PriceCeiling(
                        random.nextInt(4) > 0 ? null : BigDecimal.valueOf(random.nextInt(500), 2),
                        random.nextInt(4) > 0 ? null : BigDecimal.valueOf(random.nextInt(500), 2),
                        null,
                        null,
                        null))
                .build();
    }

    private static List<String> someNames(Random random) {
        List<String> names = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            String provider = "p" + random.nextInt(6);
            names.add(random.nextBoolean() ? provider : provider + "/m" + random.nextInt(3));
        }
        return names;
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> Objects.requireNonNull(candidate).endpoint().id())
                .toList();
    }
}
