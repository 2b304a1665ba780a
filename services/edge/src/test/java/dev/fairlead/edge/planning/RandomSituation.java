package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;

/** Catalogs, health and wishes in which anything can happen, made from a seed. */
final class RandomSituation {

    static final String ORGANISATION = "acme";

    private static final List<String> PARAMETERS = List.of("tools", "response_format", "verbosity", "seed", "top_k");
    private static final List<String> MEDIA = List.of("image", "audio", "video");
    private static final List<String> QUANTIZATIONS = List.of("fp8", "bf16");

    private final Random random;

    private RandomSituation(long seed) {
        random = new Random(seed);
    }

    /** All that a plan is made from. */
    record Situation(
            List<Provider> providers,
            List<Model> models,
            HealthView health,
            Set<String> credentials,
            Features features,
            Preferences preferences,
            long seed) {

        Plan plan() {
            return plan(models, preferences);
        }

        Plan plan(List<Model> others, Preferences wishes) {
            CatalogIndex catalog = SampleCatalog.catalog(providers, others.toArray(Model[]::new));
            return new Planner(
                            catalog,
                            health,
                            LoadView.IDLE,
                            provider -> credentials.contains(provider.id()),
                            dialect -> dialect == Dialect.OPENAI)
                    .plan(PlanRequest.of(
                            others.stream().map(Selection::of).toList(), features, wishes, ORGANISATION, NOW, seed));
        }

        @Nullable
        Provider provider(String id) {
            return providers.stream()
                    .filter(provider -> provider.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        List<Endpoint> visibleEndpoints() {
            return models.stream()
                    .flatMap(model -> model.endpoints().stream())
                    .filter(endpoint -> endpoint.isVisibleTo(ORGANISATION))
                    .toList();
        }
    }

    static Situation of(long seed) {
        return new RandomSituation(seed).situation(seed);
    }

    private Situation situation(long seed) {
        List<Provider> providers = new ArrayList<>();
        Set<String> credentials = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            providers.add(provider("p" + i));
            if (random.nextInt(6) > 0) {
                credentials.add("p" + i);
            }
        }
        List<Model> models = new ArrayList<>();
        List<EndpointHealth> health = new ArrayList<>();
        for (int m = 0; m <= random.nextInt(3); m++) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int e = 0; e <= random.nextInt(6); e++) {
                // The sixth provider is one that the catalog does not know.
                Endpoint endpoint = endpoint("p" + e + "/m" + m);
                endpoints.add(endpoint);
                if (random.nextInt(3) > 0) {
                    health.add(health(endpoint.id()));
                }
            }
            models.add(SampleCatalog.model("a/m" + m, endpoints.toArray(Endpoint[]::new)));
        }
        Set<String> parameters = some(PARAMETERS, 4);
        return new Situation(
                providers,
                models,
                SampleCatalog.health(health.toArray(EndpointHealth[]::new)),
                credentials,
                features(parameters),
                preferences(),
                seed);
    }

    private Provider provider(String id) {
        return new Provider(
                id,
                id,
                random.nextInt(12) == 0 ? null : "http://127.0.0.1",
                random.nextInt(8) == 0 ? Dialect.ANTHROPIC : Dialect.OPENAI,
                Authentication.BEARER,
                List.of(),
                List.of(),
                new DataPolicy(maybe() ? null : maybe(), maybe() ? null : random.nextInt(2)),
                List.of(),
                null,
                null);
    }

    private Endpoint endpoint(String id) {
        SampleEndpoint endpoint = new SampleEndpoint(id)
                .priced(random.nextInt(10) == 0 ? null : prices())
                .standing(random.nextInt(10) == 0 ? anyOf(Standing.values()) : Standing.ROUTABLE)
                .limited(1_000L * random.nextInt(50), 1_000L * random.nextInt(50), random.nextInt(2_000))
                .understanding(some(PARAMETERS, 2).toArray(String[]::new))
                .reading(media().toArray(String[]::new));
        if (maybe()) {
            endpoint.quantized(QUANTIZATIONS.get(random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
            endpoint.in("eu");
        }
        if (random.nextInt(5) == 0) {
            endpoint.ownedBy(maybe() ? ORGANISATION : "umbrella", maybe() ? null : prices());
        }
        return endpoint.endpoint();
    }

    private List<String> media() {
        List<String> media = new ArrayList<>(some(MEDIA, 2));
        media.add("text");
        return media;
    }

    private PriceSchedule prices() {
        return PriceSchedule.flat(TokenPrices.perMillion(
                BigDecimal.valueOf(random.nextInt(500), 2), BigDecimal.valueOf(random.nextInt(500), 2)));
    }

    private EndpointHealth health(String endpoint) {
        SampleHealth health = new SampleHealth(endpoint).medians(random.nextInt(300), random.nextInt(100));
        switch (random.nextInt(6)) {
            case 0 -> health.halfOpen();
            case 1 -> health.breaker(BreakerState.OPEN, NOW.plusSeconds(random.nextInt(3) - 1));
            case 2 -> health.breaker(BreakerState.OPEN, null);
            default -> {
                if (maybe()) {
                    health.attempts(StatisticsWindow.SECONDS_30, 10, random.nextInt(11));
                }
                if (maybe()) {
                    health.speed(StatisticsWindow.MINUTES_5, 200, random.nextInt(3_000), random.nextInt(100));
                } else {
                    health.attempts(StatisticsWindow.MINUTES_5, 200, 100 + random.nextInt(101));
                }
                health.speed(StatisticsWindow.MINUTES_30, 90 + random.nextInt(20), 100, random.nextInt(100));
                health.toolSuccess(random.nextDouble());
            }
        }
        return health.known();
    }

    private Features features(Set<String> parameters) {
        Set<String> held = some(MEDIA, 8);
        long least = random.nextInt(3) > 0 ? 0 : random.nextInt(20_000);
        return new Features(
                least + random.nextInt(100_000),
                least,
                random.nextInt(20_000) - 1,
                1 + random.nextInt(3),
                null,
                false,
                parameters,
                parameters.contains("tools"),
                () -> held);
    }

    private Preferences preferences() {
        List<String> only = names();
        return Preferences.builder()
                .order(names())
                .only(only.isEmpty() ? List.of() : List.of(only))
                .ignore(names())
                .allowFallbacks(random.nextInt(3) > 0)
                .requireParameters(random.nextInt(6) == 0)
                .zeroDataRetention(random.nextInt(8) == 0)
                .denyDataCollection(random.nextInt(8) == 0)
                .quantizations(random.nextInt(6) == 0 ? some(List.of("fp8", "bf16", "unknown"), 2) : Set.of())
                .strategy(maybe() ? null : anyOf(Strategy.values()))
                .maxPrice(new PriceCeiling(limit(), limit(), null, null, null))
                .minThroughput(random.nextInt(4) > 0 ? Cutoffs.NONE : Cutoffs.ofMedian(random.nextInt(100)))
                .maxLatency(random.nextInt(4) > 0 ? Cutoffs.NONE : Cutoffs.ofMedian(random.nextInt(3)))
                .build();
    }

    private @Nullable BigDecimal limit() {
        return random.nextInt(6) > 0 ? null : BigDecimal.valueOf(random.nextInt(500), 2);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            String provider = (maybe() ? "p" : "P") + random.nextInt(6);
            names.add(
                    switch (random.nextInt(3)) {
                        case 0 -> provider;
                        case 1 -> provider + "/m" + random.nextInt(3);
                        default -> provider + "/EU";
                    });
        }
        return names;
    }

    /** Each with one chance in so many not to be left out. */
    private Set<String> some(List<String> all, int oneIn) {
        Set<String> some = new HashSet<>(all);
        some.removeIf(each -> random.nextInt(oneIn) > 0);
        return some;
    }

    private <T> T anyOf(T[] all) {
        return Arrays.asList(all).get(random.nextInt(all.length));
    }

    private boolean maybe() {
        return random.nextBoolean();
    }
}
