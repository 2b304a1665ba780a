package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

/** Which endpoints a request may be sent to, and the one reason why not to others. */
class PlannerFiltersTest {

    private static final Features SHORT = Features.ofText(1_000, 100);

    @Test
    void dropsWhatIsTooShortForThePromptThatThereIsAtLeast() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").limited(1_000, 1_000, 1_000).endpoint(),
                new SampleEndpoint("b/m").limited(1_100, 899, 1_000).endpoint(),
                new SampleEndpoint("c/m").limited(1_100, 900, 1_000).endpoint(),
                new SampleEndpoint("d/m").unlimited().endpoint());
        Features features = features(900, 200, Set.of(), Set::of);

        // When
        Plan plan = plan(model, features, Preferences.NONE);

        // Then: 900 and 200 are more than 1,000 together, and just as much as 1,100.
        assertThat(ids(plan)).containsExactlyInAnyOrder("c/m", "d/m");
        assertThat(reasons(plan)).isEqualTo(Map.of("a/m", Reason.CONTEXT_LENGTH, "b/m", Reason.CONTEXT_LENGTH));
    }

    @Test
    void dropsWhatCannotReadTheRequest() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").reading("text").endpoint(),
                new SampleEndpoint("b/m").reading("text", "image").endpoint(),
                new SampleEndpoint("c/m").reading("text", "image", "audio").endpoint());

        // Then
        assertThat(reasons(plan(model, features(0, 0, Set.of(), () -> Set.of("image")), Preferences.NONE)))
                .isEqualTo(Map.of("a/m", Reason.MODALITY));
        assertThat(reasons(plan(model, features(0, 0, Set.of(), () -> Set.of("image", "audio")), Preferences.NONE)))
                .isEqualTo(Map.of("a/m", Reason.MODALITY, "b/m", Reason.MODALITY));
        assertThat(reasons(plan(model, features(0, 0, Set.of(), () -> Set.of("video")), Preferences.NONE)))
                .hasSize(3)
                .containsValue(Reason.MODALITY);
    }

    @Test
    void asksOnceWhatTheRequestHoldsAndOnlyWhereThatMatters() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        Supplier<Set<String>> modalities = () -> {
            asked.incrementAndGet();
            return Set.of();
        };
        Model all = model(
                "m/m",
                new SampleEndpoint("a/m")
                        .reading("text", "image", "audio", "video", "file")
                        .endpoint());
        Model few = model("m/m", new SampleEndpoint("a/m").endpoint(), new SampleEndpoint("b/m").endpoint());

        // Then
        assertThat(ids(plan(all, features(0, 0, Set.of(), modalities), Preferences.NONE)))
                .hasSize(1);
        assertThat(asked).hasValue(0);
        assertThat(ids(plan(few, features(0, 0, Set.of(), modalities), Preferences.NONE)))
                .hasSize(2);
        assertThat(asked).hasValue(1);
    }

    @Test
    void requiresEveryParameterIfItHasTo() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").understanding("top_k").endpoint(),
                new SampleEndpoint("b/m").understanding("top_k", "seed").endpoint());
        Preferences strict = Preferences.builder().requireParameters(true).build();

        // Then
        assertThat(reasons(plan(model, features(0, 0, Set.of("top_k", "seed"), Set::of), strict)))
                .isEqualTo(Map.of("a/m", Reason.REQUIRE_PARAMETERS));
        assertThat(ids(plan(model, features(0, 0, Set.of("unheard_of"), Set::of), strict)))
                .isEmpty();
        assertThat(ids(plan(model, features(0, 0, Set.of("top_k", "seed"), Set::of), Preferences.NONE)))
                .hasSize(2);
    }

    @Test
    void aLimitOfTheCompletionIsTheSameByItsNewerName() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").understanding("max_completion_tokens").endpoint(),
                new SampleEndpoint("b/m").understanding("max_tokens").endpoint(),
                new SampleEndpoint("c/m").understanding("seed").endpoint());
        Preferences strict = Preferences.builder().requireParameters(true).build();

        // Then
        assertThat(reasons(plan(model, features(0, 0, Set.of("max_tokens"), Set::of), strict)))
                .isEqualTo(Map.of("c/m", Reason.REQUIRE_PARAMETERS));
    }

    @Test
    void prefersWhoUnderstandsToolsAndTakesTheOthersIfNobodyDoes() {
        // Given
        Model some = model(
                "m/m",
                new SampleEndpoint("a/m").understanding("tools").endpoint(),
                new SampleEndpoint("b/m").understanding("response_format").endpoint(),
                new SampleEndpoint("c/m")
                        .understanding("tools", "response_format")
                        .endpoint(),
                new SampleEndpoint("d/m").understanding("verbosity").endpoint());
        Model none = model("n/n", new SampleEndpoint("a/n").understanding().endpoint());
        Features features = features(0, 0, Set.of("tools", "response_format", "verbosity"), Set::of);

        // When
        Plan plan = plan(health(), features, Preferences.NONE, some, none);

        // Then: verbosity is understood by none of those that are left.
        assertThat(ids(plan)).containsExactly("c/m", "a/n");
        assertThat(plan.dropped()).extracting(Dropped::reason).containsOnly(Reason.SOFT_PARAMETERS);
    }

    @Test
    void waitsForWhoUnderstandsToolsRatherThanLosingThem() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").understanding("tools").endpoint(),
                new SampleEndpoint("b/m").understanding().endpoint());
        HealthView open = health(new SampleHealth("a/m")
                .breaker(BreakerState.OPEN, NOW.plusSeconds(3))
                .known());

        // When
        Plan plan = plan(open, features(0, 0, Set.of("tools"), Set::of), Preferences.NONE, model);

        // Then
        assertThat(reasons(plan)).isEqualTo(Map.of("a/m", Reason.BREAKER_OPEN, "b/m", Reason.SOFT_PARAMETERS));
    }

    @ParameterizedTest
    @CsvSource({
        "vertex,                  a b c",
        "VERTEX,                  a b c",
        "vertex/us-east5,         a",
        "Vertex/US-East5,         a",
        "vertex/turbo,            b",
        "vertex/fp8,              c",
        "vertex/c,                c",
        "vert,                    ''",
        "vertex/,                 ''",
        "vertex/us,               ''",
    })
    void knowsProvidersAndEndpointsByTheirNames(String name, String meant) {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("vertex/a").in("us-east5").endpoint(),
                new SampleEndpoint("vertex/b").tier("turbo").quantized("bf16").endpoint(),
                new SampleEndpoint("vertex/c").quantized("FP8").endpoint());
        String[] expected = Arrays.stream(meant.split(" "))
                .filter(each -> !each.isEmpty())
                .map(each -> "vertex/" + each)
                .toArray(String[]::new);

        // Then
        assertThat(ids(plan(
                        model,
                        SHORT,
                        Preferences.builder().only(List.of(List.of(name))).build())))
                .containsExactlyInAnyOrder(expected);
        assertThat(plan(
                                model,
                                SHORT,
                                Preferences.builder().ignore(List.of(name)).build())
                        .dropped())
                .extracting(Dropped::endpoint)
                .containsExactlyInAnyOrder(expected);
    }

    @Test
    void everyAllowListHasToNameAnEndpoint() {
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").endpoint(),
                new SampleEndpoint("b/m").endpoint(),
                new SampleEndpoint("c/m").endpoint());
        Preferences both = Preferences.builder()
                .only(List.of(List.of("a", "b")))
                .build()
                .within(List.of("b", "c"), List.of(), false, false);

        assertThat(ids(plan(model, SHORT, both))).containsExactly("b/m");
    }

    @Test
    void keepsToWhatIsKnownOfAProvidersDataPolicy() {
        // Given
        List<Provider> providers = List.of(
                provider("silent", DataPolicy.UNKNOWN),
                provider("keeps", new DataPolicy(false, 30)),
                provider("trains", new DataPolicy(true, 0)),
                provider("clean", new DataPolicy(false, 0)));
        Model model = model(
                "m/m",
                new SampleEndpoint("silent/m").endpoint(),
                new SampleEndpoint("keeps/m").endpoint(),
                new SampleEndpoint("trains/m").endpoint(),
                new SampleEndpoint("clean/m").endpoint());
        Planner planner = new Planner(catalog(providers, model), health(), LoadView.IDLE, p -> true, d -> true);

        // When
        Plan zdr = planner.plan(
                request(SHORT, Preferences.builder().zeroDataRetention(true).build(), model));
        Plan deny = planner.plan(
                request(SHORT, Preferences.builder().denyDataCollection(true).build(), model));

        // Then
        assertThat(reasons(zdr)).isEqualTo(Map.of("silent/m", Reason.ZDR, "keeps/m", Reason.ZDR));
        assertThat(reasons(deny)).isEqualTo(Map.of("silent/m", Reason.TRAINING, "trains/m", Reason.TRAINING));
    }

    @Test
    void takesOnlyTheQuantizationsThatAreAskedForAndUnknownIsOne() {
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m").quantized("fp8").endpoint(),
                new SampleEndpoint("b/m").quantized("BF16").endpoint(),
                new SampleEndpoint("c/m").endpoint());

        assertThat(ids(plan(model, SHORT, quantizations("FP8", "bf16")))).containsExactlyInAnyOrder("a/m", "b/m");
        assertThat(ids(plan(model, SHORT, quantizations("unknown")))).containsExactly("c/m");
        assertThat(reasons(plan(model, SHORT, quantizations("int4")))).containsValue(Reason.QUANTIZATION);
    }

    @Test
    void keepsToTheCeilingOfEveryKindOfPrice() {
        // Given
        Model model = model(
                "m/m",
                new SampleEndpoint("request/m")
                        .priced(schedule(PriceKind.REQUEST, "0.02"))
                        .endpoint(),
                new SampleEndpoint("image/m")
                        .priced(schedule(PriceKind.PER_INPUT_IMAGE, "0.02"))
                        .endpoint(),
                new SampleEndpoint("audio/m")
                        .priced(schedule(PriceKind.INPUT_AUDIO, "0.00002"))
                        .endpoint(),
                new SampleEndpoint("completion/m")
                        .priced(schedule(PriceKind.OUTPUT, "0.00002"))
                        .endpoint());

        // Then
        assertThat(reasons(plan(model, SHORT, ceiling(null, null, "0.01", null, null))))
                .isEqualTo(Map.of("request/m", Reason.MAX_PRICE));
        assertThat(reasons(plan(model, SHORT, ceiling(null, null, null, "0.01", null))))
                .isEqualTo(Map.of("image/m", Reason.MAX_PRICE));
        assertThat(reasons(plan(model, SHORT, ceiling(null, null, null, null, "19"))))
                .isEqualTo(Map.of("audio/m", Reason.MAX_PRICE));
        assertThat(reasons(plan(model, SHORT, ceiling(null, "19", null, null, null))))
                .isEqualTo(Map.of("completion/m", Reason.MAX_PRICE));
        assertThat(reasons(plan(model, SHORT, ceiling("0", "20", "0.02", "0.02", "20"))))
                .isEmpty();
    }

    @Test
    void theCeilingHoldsForThePriceOfALongPromptToo() {
        // Given
        PriceOverride dear =
                new PriceOverride(200_000, null, null, null, Map.of(PriceKind.INPUT, new BigDecimal("0.000005")));
        PriceSchedule prices = new PriceSchedule(SampleEndpoint.perMillion("1").base(), Map.of(), List.of(dear));
        Model model = model("m/m", new SampleEndpoint("a/m").priced(prices).endpoint());
        Preferences two = ceiling("2", null, null, null, null);

        // Then
        assertThat(ids(plan(model, Features.ofText(200_000, 10), two))).hasSize(1);
        assertThat(reasons(plan(model, Features.ofText(200_001, 10), two))).isEqualTo(Map.of("a/m", Reason.MAX_PRICE));
    }

    @Test
    void givesTheMostPermanentReason() {
        // Given: everything is against it.
        Model model = model(
                "m/m",
                new SampleEndpoint("a/m")
                        .priced("9")
                        .limited(10, 10, 10)
                        .understanding()
                        .endpoint());
        Features features = features(100, 100, Set.of("seed"), () -> Set.of("image"));
        Preferences.Builder wishes = Preferences.builder().requireParameters(true);
        HealthView open = health(new SampleHealth("a/m")
                .breaker(BreakerState.OPEN, NOW.plusSeconds(3))
                .known());

        // Then
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.CONTEXT_LENGTH);
        wishes.maxPrice(ceiling("1", null, null, null, null).maxPrice());
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.MAX_PRICE);
        wishes.quantizations(Set.of("int4"));
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.QUANTIZATION);
        wishes.denyDataCollection(true);
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.TRAINING);
        wishes.zeroDataRetention(true);
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.ZDR);
        wishes.ignore(List.of("a"));
        assertThat(reason(open, features, wishes, model)).isEqualTo(Reason.ALLOWED_PROVIDERS);
    }

    private static Reason reason(HealthView health, Features features, Preferences.Builder wishes, Model model) {
        return plan(health, features, wishes.build(), model)
                .dropped()
                .getFirst()
                .reason();
    }

    private static Preferences quantizations(String... names) {
        return Preferences.builder().quantizations(Set.of(names)).build();
    }

    private static Preferences ceiling(
            @Nullable String prompt,
            @Nullable String completion,
            @Nullable String request,
            @Nullable String image,
            @Nullable String audio) {
        return Preferences.builder()
                .maxPrice(new PriceCeiling(
                        decimal(prompt), decimal(completion), decimal(request), decimal(image), decimal(audio)))
                .build();
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static PriceSchedule schedule(PriceKind kind, String dollars) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        amounts.put(kind, new BigDecimal(dollars));
        return new PriceSchedule(
                TokenPrices.of(amounts),
                kind.unit() == PriceKind.Unit.PIECE && kind != PriceKind.REQUEST ? amounts : Map.of(),
                List.of());
    }

    private static Provider provider(String id, DataPolicy policy) {
        return new Provider(
                id,
                id,
                "http://127.0.0.1",
                Dialect.OPENAI,
                Authentication.NONE,
                List.of(),
                List.of(),
                policy,
                List.of(),
                null,
                null);
    }

    private static Features features(
            long leastPrompt, long completion, Set<String> parameters, Supplier<Set<String>> modalities) {
        return new Features(
                Math.max(1_000, leastPrompt), leastPrompt, completion, 1, null, false, parameters, false, modalities);
    }

    private static Plan plan(Model model, Features features, Preferences preferences) {
        return plan(health(), features, preferences, model);
    }

    private static Plan plan(HealthView health, Features features, Preferences preferences, Model... models) {
        return new Planner(catalog(models), health, LoadView.IDLE, p -> true, d -> true)
                .plan(request(features, preferences, models));
    }

    private static PlanRequest request(Features features, Preferences preferences, Model... models) {
        return PlanRequest.of(SampleCatalog.selections(models), features, preferences, "acme", NOW, 1);
    }

    private static Map<String, Reason> reasons(Plan plan) {
        return plan.dropped().stream().collect(java.util.stream.Collectors.toMap(Dropped::endpoint, Dropped::reason));
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
