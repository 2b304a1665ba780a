package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;

/**
 * How long a plan takes, and how much garbage it makes. Every endpoint can take the request, and the router knows all of
 * them over all spans.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlannerBenchmark {

    private static final int PROVIDERS = 50;
    private static final List<String> PARAMETERS = List.of(
            "temperature",
            "top_p",
            "max_tokens",
            "stop",
            "seed",
            "tools",
            "tool_choice",
            "response_format",
            "reasoning",
            "logprobs");

    /** How many endpoints there are to choose from. */
    @Param({"10", "100", "1000"})
    public int endpoints;

    /** What the request looks like. */
    @Param({"DEFAULT", "TOOLS", "PRICE", "EVERYTHING", "MODELS", "POOL"})
    public Wish wish = Wish.DEFAULT;

    /** Kinds of requests. */
    public enum Wish {
        /** A model and nothing else: filters, then a draw. */
        DEFAULT,
        /** With tools: soft parameters and quality tiers. */
        TOOLS,
        /** The cheapest first. */
        PRICE,
        /** Every preference at once. */
        EVERYTHING,
        /** Ten endpoints a model, and all models in one order. */
        MODELS,
        /** A wildcard: ten endpoints a model, of which the best are tried. */
        POOL
    }

    private final Random random = new Random(11);
    private CatalogIndex catalog = SampleCatalog.catalog();
    private HealthView health = SampleCatalog.health();
    private Set<String> credentials = Set.of();
    private List<Selection> selections = List.of();
    private Features features = Features.ofText(4_000, 1_000);
    private Preferences preferences = Preferences.NONE;
    private long seed;

    /** Makes catalog, health and request. */
    @Setup
    public void setUp() {
        List<Provider> providers = new ArrayList<>();
        for (int i = 0; i < PROVIDERS; i++) {
            providers.add(SampleCatalog.provider("provider-" + i, Dialect.OPENAI));
        }
        credentials = Set.copyOf(providers.stream().map(Provider::id).toList());
        int perModel = wish == Wish.POOL || wish == Wish.MODELS ? 10 : endpoints;
        List<Model> models = new ArrayList<>();
        List<EndpointHealth> known = new ArrayList<>();
        for (int m = 0; m * perModel < endpoints; m++) {
            Endpoint[] served = new Endpoint[perModel];
            for (int e = 0; e < perModel; e++) {
                served[e] = endpoint("provider-" + (m * 7 + e) % PROVIDERS + "/author/model-" + m + '-' + e);
                known.add(health(served[e].id()));
            }
            models.add(SampleCatalog.model("author/model-" + m, served));
        }
        catalog = SampleCatalog.catalog(providers, models.toArray(Model[]::new));
        health = SampleCatalog.health(known.toArray(EndpointHealth[]::new));
        selections = wish == Wish.POOL
                ? List.of(new Selection(models, Set.of(), null, null, true, Set.of("tools"), Double.NaN))
                : models.stream().map(Selection::of).toList();
        if (wish == Wish.TOOLS || wish == Wish.EVERYTHING) {
            features = new Features(
                    4_000,
                    1_000,
                    1_000,
                    1,
                    null,
                    false,
                    Set.of("tools", "tool_choice", "temperature", "response_format"),
                    true,
                    () -> Set.of("image"));
        }
        preferences = preferences();
    }

    private Preferences preferences() {
        return switch (wish) {
            case DEFAULT, TOOLS, POOL -> Preferences.NONE;
            case PRICE -> Preferences.builder().strategy(Strategy.PRICE).build();
            case MODELS -> Preferences.builder().acrossModels(true).build();
            case EVERYTHING ->
                Preferences.builder()
                        .order(List.of("Provider-3", "provider-5/fp8"))
                        .only(List.of(List.copyOf(credentials).subList(0, 40)))
                        .ignore(List.of("provider-7", "provider-9"))
                        .requireParameters(true)
                        .quantizations(Set.of("fp8", "unknown"))
                        .maxPrice(new PriceCeiling(new BigDecimal("9"), new BigDecimal("30"), null, null, null))
                        .minThroughput(Cutoffs.ofMedian(20))
                        .maxLatency(Cutoffs.ofMedian(2))
                        .build();
        };
    }

    private Endpoint endpoint(String id) {
        BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(900), 8);
        TokenPrices base = TokenPrices.of(
                Map.of(PriceKind.INPUT, price, PriceKind.OUTPUT, price.add(price), PriceKind.CACHE_READ, price));
        List<PriceOverride> overrides = random.nextInt(10) == 0
                ? List.of(new PriceOverride(200_000, null, null, null, Map.of(PriceKind.INPUT, price.add(price))))
                : List.of();
        SampleEndpoint endpoint = new SampleEndpoint(id)
                .priced(new PriceSchedule(base, Map.of(), overrides))
                .limited(131_072, 131_072, 16_384)
                .reading("text", "image")
                .understanding(PARAMETERS.toArray(String[]::new));
        return random.nextBoolean()
                ? endpoint.endpoint()
                : endpoint.quantized("fp8").endpoint();
    }

    private EndpointHealth health(String endpoint) {
        double wait = 100 + random.nextInt(1_000);
        double speed = 20 + random.nextInt(100);
        return new SampleHealth(endpoint)
                .medians(wait, speed)
                .attempts(StatisticsWindow.SECONDS_30, 50, 50)
                .speed(StatisticsWindow.MINUTES_5, 500, wait, speed)
                .speed(StatisticsWindow.MINUTES_30, 3_000, wait, speed)
                .speed(StatisticsWindow.DAY_1, 100_000, wait, speed)
                .toolSuccess(0.98)
                .known();
    }

    /** One request's plan, its planner included. */
    @Benchmark
    public Plan plan() {
        Planner planner = new Planner(
                catalog,
                health,
                LoadView.IDLE,
                provider -> credentials.contains(provider.id()),
                dialect -> dialect == Dialect.OPENAI);
        return planner.plan(PlanRequest.of(selections, features, preferences, "acme", NOW, seed++));
    }

    /** Runs all of it; arguments are the numbers of endpoints to run with. */
    public static void main(String... arguments) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(PlannerBenchmark.class.getName()).addProfiler(GCProfiler.class);
        if (arguments.length > 0) {
            options.param("endpoints", arguments);
        }
        new Runner(options.build()).run();
    }
}
