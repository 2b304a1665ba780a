package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Candidate.Place;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.planning.RandomSituation.Situation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.RandomSituation.ORGANISATION;
import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every plan, tried on random catalogs, tables and wishes, against the rules written out naively. */
class PlannerPropertiesTest {

    private static final int ROUNDS = 6_000;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** From the most permanent one on. */
    private static final List<Reason> BY_PERMANENCE = List.of(
            Reason.RETIRED,
            Reason.UNVERIFIED,
            Reason.SUSPECT_PRICE,
            Reason.NO_ADDRESS,
            Reason.DIALECT,
            Reason.NO_CREDENTIAL,
            Reason.NO_PRICE,
            Reason.ALLOWED_PROVIDERS,
            Reason.ZDR,
            Reason.TRAINING,
            Reason.QUANTIZATION,
            Reason.MAX_PRICE,
            Reason.CONTEXT_LENGTH,
            Reason.MODALITY,
            Reason.REQUIRE_PARAMETERS,
            Reason.SOFT_PARAMETERS,
            Reason.BREAKER_OPEN);

    @Test
    void theRandomSituationsKnowEveryReason() {
        // Given
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        Set<Place> places = EnumSet.noneOf(Place.class);

        // When
        forAll(situation -> {
            Plan plan = situation.plan();
            plan.dropped().forEach(dropped -> reasons.add(dropped.reason()));
            plan.candidates().forEach(candidate -> places.add(candidate.place()));
        });

        // Then: there are no pools and no conversations, and rarely four endpoints of which enough is known.
        assertThat(reasons).containsAll(EnumSet.complementOf(EnumSet.of(Reason.POOL_SIZE)));
        assertThat(places).containsAll(EnumSet.complementOf(EnumSet.of(Place.STICKY, Place.OUTLIER, Place.UNPROVEN)));
    }

    @Test
    void neverPlansAnEndpointThatAFilterForbids() {
        forAll(situation -> {
            Map<String, Set<Reason>> reasons = reasons(situation);
            assertThat(situation.plan().candidates()).allSatisfy(candidate -> {
                assertThat(reasons.get(candidate.endpoint().id())).isEmpty();
                assertThat(candidate.prices()).isEqualTo(candidate.endpoint().pricesFor(ORGANISATION));
                assertThat(candidate.provider().id())
                        .isEqualTo(candidate.endpoint().provider());
            });
        });
    }

    @Test
    void dropsAnEndpointForTheMostPermanentOfTheReasonsThatAreTrue() {
        forAll(situation -> {
            Map<String, Set<Reason>> reasons = reasons(situation);
            for (Dropped dropped : situation.plan().dropped()) {
                Set<Reason> against = Objects.requireNonNull(reasons.get(dropped.endpoint()));
                if (dropped.reason() == Reason.NO_FALLBACKS) {
                    assertThat(situation.preferences().allowFallbacks()).isFalse();
                    assertThat(against).isEmpty();
                } else {
                    assertThat(dropped.reason())
                            .as("of %s", against)
                            .isEqualTo(BY_PERMANENCE.stream()
                                    .filter(against::contains)
                                    .findFirst()
                                    .orElse(null));
                }
            }
        });
    }

    @Test
    void accountsForEveryEndpointOnce() {
        forAll(situation -> {
            Plan plan = situation.plan();
            assertThat(Stream.concat(ids(plan).stream(), plan.dropped().stream().map(Dropped::endpoint)))
                    .containsExactlyInAnyOrderElementsOf(situation.visibleEndpoints().stream()
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
                assertThat(candidate.worstCase()).isEqualTo(worstCase(situation.features(), candidate));
            }
        });
    }

    @Test
    void keepsTheModelsInOrderUnlessTheirPricesAreToDecide() {
        forAll(situation -> {
            if (situation.preferences().strategy() != Strategy.WEIGHTED_BY_INVERSE_PRICE) {
                assertThat(situation.plan().candidates())
                        .extracting(candidate -> situation.models().indexOf(candidate.model()))
                        .isSorted();
            }
        });
    }

    @Test
    void putsOwnEndpointsAndThenWhoIsListedFirstWithinAModel() {
        forAll(situation -> {
            for (Model model : situation.models()) {
                assertThat(situation.plan().candidates().stream()
                                .filter(candidate -> candidate.model().equals(model))
                                .map(candidate ->
                                        candidate.place() == Place.OWN ? -1 : rank(situation, candidate.endpoint())))
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
                        .allMatch(candidate -> candidate.place() == Place.OWN
                                || rank(situation, candidate.endpoint()) < Integer.MAX_VALUE);
            }
        });
    }

    @Test
    void wishesForSpeedAndOrderNeverDropAnEndpoint() {
        forAll(situation -> {
            Preferences indifferent = situation.preferences().toBuilder()
                    .minThroughput(Cutoffs.NONE)
                    .maxLatency(Cutoffs.NONE)
                    .order(List.of())
                    .strategy(null)
                    .allowFallbacks(true)
                    .build();
            Preferences particular = situation.preferences().toBuilder()
                    .minThroughput(Cutoffs.ofMedian(1_000))
                    .maxLatency(Cutoffs.ofMedian(0.001))
                    .allowFallbacks(true)
                    .build();

            assertThat(ids(situation.plan(situation.models(), particular)))
                    .containsExactlyInAnyOrderElementsOf(ids(situation.plan(situation.models(), indifferent)));
        });
    }

    @Test
    void aLowerPriceNeverCostsAnEndpointItsRank() {
        forAll(situation -> {
            Random random = new Random(situation.seed());
            List<String> before = ids(situation.plan());
            for (String id : before) {
                List<Model> cheaper = situation.models().stream()
                        .map(model -> cheaper(model, id, random.nextInt(100)))
                        .toList();
                List<String> after = ids(situation.plan(cheaper, situation.preferences()));

                assertThat(after.indexOf(id)).as("%s in %s", id, after).isBetween(0, before.indexOf(id));
            }
        });
    }

    private static Model cheaper(Model model, String endpoint, int percent) {
        return SampleCatalog.model(
                model.id(),
                model.endpoints().stream()
                        .map(each -> each.id().equals(endpoint) ? cheaper(each, percent) : each)
                        .toArray(Endpoint[]::new));
    }

    private static Endpoint cheaper(Endpoint endpoint, int percent) {
        return new Endpoint(
                endpoint.id(),
                endpoint.provider(),
                endpoint.upstreamModel(),
                endpoint.variant(),
                endpoint.tier(),
                endpoint.region(),
                endpoint.dialect(),
                endpoint.standing(),
                cheaper(endpoint.prices(), percent),
                endpoint.pricedByCeiling(),
                endpoint.contextLength(),
                endpoint.maxPromptTokens(),
                endpoint.maxOutputTokens(),
                endpoint.quantization(),
                endpoint.inputModalities(),
                endpoint.supportedParameters(),
                endpoint.owner(),
                cheaper(endpoint.offerPrices(), percent));
    }

    private static @Nullable PriceSchedule cheaper(@Nullable PriceSchedule prices, int percent) {
        if (prices == null) {
            return null;
        }
        BigDecimal share = BigDecimal.valueOf(percent, 2).multiply(MILLION);
        return PriceSchedule.flat(TokenPrices.perMillion(
                prices.base().prompt().multiply(share),
                prices.base().completion().multiply(share)));
    }

    private static void forAll(Consumer<Situation> property) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            property.accept(RandomSituation.of(seed));
        }
    }

    /** All that is against each endpoint. */
    private static Map<String, Set<Reason>> reasons(Situation situation) {
        Map<String, Set<Reason>> reasons = new HashMap<>();
        for (Model model : situation.models()) {
            List<Endpoint> left = new ArrayList<>();
            for (Endpoint endpoint : model.endpoints()) {
                Set<Reason> against = reasonsAgainst(situation, endpoint);
                reasons.put(endpoint.id(), against);
                if (endpoint.isVisibleTo(ORGANISATION)
                        && EnumSet.complementOf(EnumSet.of(Reason.BREAKER_OPEN)).stream()
                                .noneMatch(against::contains)) {
                    left.add(endpoint);
                }
            }
            for (String parameter : List.of("tools", "response_format", "verbosity")) {
                if (situation.features().parameters().contains(parameter)
                        && left.stream()
                                .anyMatch(each -> each.supportedParameters().contains(parameter))) {
                    left.removeIf(each -> {
                        boolean lacks = !each.supportedParameters().contains(parameter);
                        if (lacks) {
                            Objects.requireNonNull(reasons.get(each.id())).add(Reason.SOFT_PARAMETERS);
                        }
                        return lacks;
                    });
                }
            }
        }
        return reasons;
    }

    private static Set<Reason> reasonsAgainst(Situation situation, Endpoint endpoint) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        Preferences wishes = situation.preferences();
        Features features = situation.features();
        if (endpoint.standing() != Standing.ROUTABLE) {
            reasons.add(
                    endpoint.standing() == Standing.UNPRICED
                            ? Reason.NO_PRICE
                            : Reason.valueOf(endpoint.standing().name()));
            return reasons;
        }
        Provider provider = situation.provider(endpoint.provider());
        if (provider == null || provider.baseUrl() == null) {
            reasons.add(Reason.NO_ADDRESS);
        }
        if (provider != null) {
            addReasonsAgainst(provider, wishes, reasons);
        }
        if (!situation.credentials().contains(endpoint.provider())) {
            reasons.add(Reason.NO_CREDENTIAL);
        }
        PriceSchedule prices = endpoint.pricesFor(ORGANISATION);
        if (prices == null) {
            reasons.add(Reason.NO_PRICE);
        } else if (exceeds(prices.base().prompt(), wishes.maxPrice().prompt())
                || exceeds(prices.base().completion(), wishes.maxPrice().completion())) {
            reasons.add(Reason.MAX_PRICE);
        }
        if (names(wishes.ignore(), endpoint) || !wishes.only().stream().allMatch(list -> names(list, endpoint))) {
            reasons.add(Reason.ALLOWED_PROVIDERS);
        }
        String quantization = endpoint.quantization() == null ? "unknown" : endpoint.quantization();
        if (!wishes.quantizations().isEmpty() && !wishes.quantizations().contains(quantization)) {
            reasons.add(Reason.QUANTIZATION);
        }
        if (isTooShort(endpoint, features)) {
            reasons.add(Reason.CONTEXT_LENGTH);
        }
        if (!endpoint.inputModalities().containsAll(features.inputModalities().get())) {
            reasons.add(Reason.MODALITY);
        }
        if (wishes.requireParameters() && !endpoint.supportedParameters().containsAll(features.parameters())) {
            reasons.add(Reason.REQUIRE_PARAMETERS);
        }
        EndpointHealth known = situation.health().of(endpoint.id());
        if (known != null
                && known.breaker() == BreakerState.OPEN
                && (known.retryAt() == null || known.retryAt().isAfter(NOW))) {
            reasons.add(Reason.BREAKER_OPEN);
        }
        return reasons;
    }

    private static void addReasonsAgainst(Provider provider, Preferences wishes, Set<Reason> reasons) {
        if (provider.dialect() != Dialect.OPENAI) {
            reasons.add(Reason.DIALECT);
        }
        if (wishes.zeroDataRetention() && !Objects.equals(provider.dataPolicy().retentionDays(), 0)) {
            reasons.add(Reason.ZDR);
        }
        if (wishes.denyDataCollection() && !Objects.equals(provider.dataPolicy().trains(), false)) {
            reasons.add(Reason.TRAINING);
        }
    }

    private static boolean isTooShort(Endpoint endpoint, Features features) {
        long tokens = features.leastPromptTokens() + Math.max(0, features.completionTokens());
        return (endpoint.contextLength() > 0 && tokens > endpoint.contextLength())
                || (endpoint.maxPromptTokens() > 0 && features.leastPromptTokens() > endpoint.maxPromptTokens());
    }

    private static boolean exceeds(BigDecimal perToken, @Nullable BigDecimal perMillion) {
        return perMillion != null && perToken.multiply(MILLION).compareTo(perMillion) > 0;
    }

    private static boolean names(List<String> names, Endpoint endpoint) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name ->
                        name.equals(endpoint.provider()) || name.equals(endpoint.id()) || name.equals(endpoint.tag()));
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

    private static Money worstCase(Features features, Candidate candidate) {
        Endpoint endpoint = candidate.endpoint();
        long context = endpoint.contextLength() == 0 ? Long.MAX_VALUE : endpoint.contextLength();
        long output = endpoint.maxOutputTokens() == 0 ? context : endpoint.maxOutputTokens();
        long each = features.completionTokens() >= 0
                ? Math.min(features.completionTokens(), output)
                : output == Long.MAX_VALUE ? 128_000 : output;
        return candidate
                .prices()
                .worstCase(Math.min(features.promptTokens(), context), each * features.choices(), null);
    }

    private static List<String> ids(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> candidate.endpoint().id())
                .toList();
    }
}
