package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.Lifecycle;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;

/** Listings made up by chance, the same for the same seed, in which everything that may be missing sometimes is. */
public final class SampleListing {

    /** The day on which the samples are looked at. */
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    /** Organisations that own some of the endpoints. */
    public static final List<String> OWNERS = List.of("acme", "globex");

    private static final List<String> AUTHORS = List.of("openai", "anthropic", "google", "meta-llama", "qwen", "acme");
    private static final List<String> FAMILIES = List.of("gpt", "claude-sonnet", "gemini-flash", "llama");
    private static final List<String> WORDS = List.of("Mini", "Turbo", "Pro", "Flash", "Instruct", "Vision", "Coder");
    private static final List<String> REGIONS = List.of("eu", "us", "us-east5", "us-gov", "europe-west1", "apac");
    private static final List<List<String>> CENTRES =
            List.of(List.of(), List.of("US"), List.of("DE", "FR"), List.of("US", "DE"), List.of("SG"), List.of("IE"));

    private final Random random;
    private final boolean plain;

    private SampleListing(long seed, boolean plain) {
        this.random = new Random(seed);
        this.plain = plain;
    }

    /** So many models, of up to so many endpoints each. */
    public static Listing of(long seed, int models, int endpoints) {
        return new SampleListing(seed, false).listing(models, endpoints);
    }

    /** So many models, of exactly so many endpoints each, which are everybody's and of no variant. */
    public static Listing plain(long seed, int models, int endpoints) {
        return new SampleListing(seed, true).listing(models, endpoints);
    }

    /** What is published of a listing. */
    public static CatalogSnapshot snapshot(Listing listing) {
        return listing.snapshot(1, Instant.EPOCH);
    }

    /** What the router may know of a listing's endpoints: of every third nothing. */
    public static RoutingTable traffic(long seed, Listing listing) {
        SampleListing sample = new SampleListing(seed, false);
        List<EndpointHealth> health = listing.models().values().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> sample.random.nextInt(3) > 0)
                .map(endpoint -> sample.health(endpoint.id()))
                .sorted((one, other) -> one.endpoint().compareTo(other.endpoint()))
                .toList();
        return new RoutingTable(seed, Instant.EPOCH, health);
    }

    private Listing listing(int count, int endpoints) {
        List<ListedProvider> providers = IntStream.range(0, Math.max(12, endpoints * 2))
                .mapToObj(this::provider)
                .toList();
        List<ListedModel> models = IntStream.range(0, count)
                .mapToObj(number -> model(number, providers, endpoints))
                .toList();
        return Listing.of(providers, models);
    }

    private ListedProvider provider(int number) {
        return new ListedProvider(
                "provider-" + number,
                "Provider " + number,
                ProviderKind.INFERENCE_HOST,
                number % 5 == 4 ? null : "https://provider-" + number + ".example/v1",
                Dialect.OPENAI,
                Authentication.BEARER,
                List.of(),
                List.of(),
                new DataPolicy(maybe(random.nextBoolean()), maybe(random.nextInt(2) * 30)),
                maybe("US"),
                pick(CENTRES),
                maybe("https://docs.example/" + number),
                maybe("https://status.example/" + number),
                maybe("https://privacy.example/" + number),
                maybe("https://terms.example/" + number),
                null,
                null,
                Origin.FILES);
    }

    private ListedModel model(int number, List<ListedProvider> providers, int endpoints) {
        String author = pick(AUTHORS);
        String name = pick(WORDS) + ' ' + number;
        Mode mode = random.nextInt(10) < 7 ? Mode.CHAT : pick(List.of(Mode.values()));
        LocalDate retires = random.nextInt(8) == 0 ? TODAY.plusDays(random.nextInt(100) - 50) : null;
        return new ListedModel(
                author + "/" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                name,
                random.nextBoolean() ? "" : "A \"model\" <called> " + name + " & more",
                mode,
                maybe(TODAY.minusDays(random.nextInt(900))),
                pick(nullable("2025-06", "2025-03-31", null)),
                maybe(pick(FAMILIES)),
                random.nextInt(8) == 0 ? 0 : 1L << (12 + random.nextInt(9)),
                pick(List.of("GPT", "Claude", "Llama3", "Llama4", "Other", "Homegrown")),
                some(List.of("text", "image", "audio", "file", "video", "smell")),
                some(List.of("text", "text", "image", "audio", "taste")),
                some(parameters()),
                random.nextBoolean()
                        ? null
                        : new ReasoningSupport(random.nextBoolean(), some(List.of("high", "low", "odd")), true),
                maybe(random.nextBoolean()),
                maybe("weights/" + number),
                some(Vocabulary.CATEGORIES),
                maybe(random.nextBoolean()),
                new Benchmarks(score(), score(), score(), score()),
                random.nextInt(3) == 0 ? List.of("Alias-" + number, "nick" + number) : List.of(),
                new Lifecycle(null, retires, retires == null ? null : "openai/successor"),
                null,
                Origin.FILES,
                IntStream.range(0, plain ? endpoints : random.nextInt(endpoints + 1))
                        .mapToObj(i ->
                                endpoint(number + "-" + i, mode, providers.get((i * 7 + number) % providers.size())))
                        .toList());
    }

    private ListedEndpoint endpoint(String upstream, Mode mode, ListedProvider provider) {
        String owner = plain || random.nextInt(10) > 0 ? null : pick(OWNERS);
        PriceList prices = random.nextInt(6) == 0 ? null : prices(mode);
        return new ListedEndpoint(
                provider.id(),
                upstream,
                plain ? null : pick(nullable(null, null, null, "free", "thinking", "extended", "batch")),
                pick(nullable(null, null, "turbo")),
                pick(nullable(null, null, pick(REGIONS))),
                null,
                pick(List.of(
                        ListingStatus.CURRENT,
                        ListingStatus.CURRENT,
                        ListingStatus.CURRENT,
                        ListingStatus.DEPRECATED,
                        ListingStatus.UNVERIFIED,
                        ListingStatus.HISTORICAL)),
                random.nextInt(10) == 0 ? TODAY.plusDays(random.nextInt(20) - 10) : null,
                random.nextInt(100_000),
                random.nextInt(100_000),
                random.nextInt(3) * 4_096L,
                pick(nullable(null, "fp8", "awq")),
                List.of("text"),
                random.nextBoolean() ? List.of() : some(parameters()),
                prices == null
                        ? PriceStatus.UNKNOWN
                        : pick(List.of(PriceStatus.LISTED, PriceStatus.DISPUTED, PriceStatus.SUSPECT)),
                prices,
                random.nextInt(4) == 0 ? prices(mode) : null,
                owner,
                owner == null || random.nextBoolean() ? null : prices(mode),
                Origin.FILES);
    }

    private PriceList prices(Mode mode) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        if (mode == Mode.CHAT || random.nextBoolean()) {
            amounts.put(PriceKind.INPUT, amount());
            amounts.put(PriceKind.OUTPUT, amount());
        }
        PriceKind other = pick(List.of(PriceKind.values()));
        amounts.putIfAbsent(other, amount());
        List<ListedOverride> overrides = random.nextInt(4) > 0
                ? List.of()
                : List.of(
                        new ListedOverride(200_000, null, null, null, Map.of(PriceKind.INPUT, amount())),
                        new ListedOverride(
                                0, LocalTime.of(16, 30), LocalTime.of(0, 30), null, Map.of(PriceKind.OUTPUT, amount())),
                        new ListedOverride(0, null, null, "flex", Map.of(PriceKind.OUTPUT, amount())));
        return new PriceList(TODAY.minusDays(random.nextInt(99)), "", amounts, overrides);
    }

    private EndpointHealth health(String endpoint) {
        Percentiles latency = percentiles(2_000);
        Percentiles speed = percentiles(150);
        List<WindowStatistics> windows = Stream.of(StatisticsWindow.values())
                .filter(window -> random.nextInt(4) > 0)
                .map(window -> {
                    int attempts = random.nextInt(50);
                    return new WindowStatistics(
                            window,
                            attempts,
                            attempts == 0 ? 0 : random.nextInt(attempts + 1),
                            maybe(latency),
                            maybe(speed));
                })
                .toList();
        return new EndpointHealth(
                endpoint,
                pick(List.of(BreakerState.values())),
                null,
                random.nextInt(100),
                random.nextDouble(),
                random.nextInt(3) == 0 ? 0 : random.nextInt(1_000),
                random.nextInt(3) == 0 ? 0 : random.nextInt(100),
                windows,
                random.nextInt(4) * 1_000L,
                maybe(random.nextInt(101) / 100.0));
    }

    private Percentiles percentiles(int most) {
        double p50 = random.nextInt(most) + 0.25;
        return new Percentiles(p50, p50 * 1.5, p50 * 2, p50 * 4);
    }

    private static List<String> parameters() {
        List<String> parameters = new ArrayList<>(Vocabulary.PARAMETERS);
        parameters.add("strange_parameter");
        return parameters;
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(random.nextInt(4_000), random.nextInt(4));
    }

    private @Nullable BigDecimal score() {
        return maybe(BigDecimal.valueOf(random.nextInt(1_000), 1));
    }

    private <T> @Nullable T maybe(@Nullable T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private <T extends @Nullable Object> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(List<T> values) {
        return values.stream().filter(value -> random.nextBoolean()).distinct().toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> List<@Nullable T> nullable(@Nullable T... values) {
        return java.util.Arrays.asList(values);
    }
}
