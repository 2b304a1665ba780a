package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request is tried. A pure function of what it is given: the same request, snapshots and random numbers
 * give the same plan.
 *
 * <p>The selections are tried in the order that the caller gave. Among the endpoints of a model the default is to choose
 * the first at random, weighted by the inverse square of the price, and to keep the others by price as fallbacks;
 * {@code order} and {@code sort} replace that, and a wildcard is tried from the cheapest on. Endpoints on probation (a half-open breaker) come last, but for one
 * request in ten, which finds out whether they have recovered.
 */
public final class Planner {

    private static final double PROBE_SHARE = 0.1;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Stands in for a price of zero, which would have an infinite weight: a hundredth of a cent per million tokens. */
    private static final double LEAST_PRICE = 1e-10;
    /** What is reserved for where neither request nor catalog limits the completion. */
    private static final long UNKNOWN_OUTPUT_TOKENS = 128_000;
    /** How many endpoints are tried for a wildcard. */
    private static final int LARGEST_POOL = 16;

    private final CatalogIndex catalog;
    private final HealthView health;
    private final LoadView loads;
    private final Predicate<Provider> hasCredential;
    private final Predicate<Dialect> speaks;

    public Planner(
            CatalogIndex catalog,
            HealthView health,
            LoadView loads,
            Predicate<Provider> hasCredential,
            Predicate<Dialect> speaks) {
        this.catalog = catalog;
        this.health = health;
        this.loads = loads;
        this.hasCredential = hasCredential;
        this.speaks = speaks;
    }

    /** What a request wants, and for whom. */
    private record Wish(Features features, Preferences preferences, String organisation, Instant now) {}

    /** The plan for a request. */
    public Plan plan(PlanRequest request) {
        Preferences preferences = request.preferences();
        Wish wish = new Wish(request.features(), preferences, request.organisation(), request.now());
        RandomGenerator random = new SplittableRandom(request.seed());
        List<Candidate> candidates = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        for (Selection selection : request.selections()) {
            List<Candidate> usable = new ArrayList<>();
            for (Model model : selection.models()) {
                for (Endpoint endpoint : model.endpoints()) {
                    if (selection.takes(endpoint) && endpoint.isVisibleTo(request.organisation())) {
                        consider(model, endpoint, selection, wish, usable, dropped);
                    }
                }
            }
            if (selection.isPool()) {
                orderPool(usable, selection, preferences, dropped, random);
            } else {
                Strategy wanted = preferences.strategy() == null ? selection.strategy() : preferences.strategy();
                order(usable, wanted, preferences, random);
            }
            candidates.addAll(usable);
        }
        if (!preferences.allowFallbacks()) {
            dropFallbacks(candidates, preferences, dropped);
        }
        return new Plan(
                candidates,
                dropped,
                preferences.strategy() == null ? Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE : preferences.strategy());
    }

    private void consider(
            Model model,
            Endpoint endpoint,
            Selection selection,
            Wish wish,
            List<Candidate> usable,
            List<Dropped> dropped) {
        Provider provider = catalog.provider(endpoint.provider());
        PriceSchedule prices = endpoint.pricesFor(wish.organisation());
        Reason reason = provider == null ? Reason.NO_ADDRESS : unusable(endpoint, provider);
        if (reason == null && prices == null) {
            reason = Reason.NO_PRICE;
        }
        if (reason != null || provider == null || prices == null) {
            dropped.add(new Dropped(endpoint.id(), reason == null ? Reason.NO_PRICE : reason, null));
            return;
        }
        reason = unwanted(endpoint, prices, selection, wish);
        if (reason != null) {
            dropped.add(new Dropped(endpoint.id(), reason, null));
            return;
        }
        EndpointHealth known = health.of(endpoint.id());
        if (known != null && isOpen(known, wish.now())) {
            dropped.add(new Dropped(endpoint.id(), Reason.BREAKER_OPEN, known.retryAt()));
            return;
        }
        usable.add(new Candidate(
                model,
                endpoint,
                provider,
                prices,
                worstCase(endpoint, prices, wish.features()),
                null,
                Candidate.Place.SORTED));
    }

    /** Why an endpoint cannot be called by anybody; null if it can. */
    private @Nullable Reason unusable(Endpoint endpoint, Provider provider) {
        Reason standing =
                switch (endpoint.standing()) {
                    case ROUTABLE -> provider.baseUrl() == null ? Reason.NO_ADDRESS : null;
                    case UNPRICED -> Reason.NO_PRICE;
                    case SUSPECT_PRICE -> Reason.SUSPECT_PRICE;
                    case UNVERIFIED -> Reason.UNVERIFIED;
                    case NO_ADDRESS -> Reason.NO_ADDRESS;
                    case RETIRED -> Reason.RETIRED;
                };
        if (standing != null) {
            return standing;
        }
        if (!speaks.test(Candidate.dialect(endpoint, provider))) {
            return Reason.DIALECT;
        }
        return hasCredential.test(provider) ? null : Reason.NO_CREDENTIAL;
    }

    /** Why an endpoint is not for this request; null if it is. */
    private static @Nullable Reason unwanted(Endpoint endpoint, PriceSchedule prices, Selection selection, Wish wish) {
        Preferences preferences = wish.preferences();
        if (!allowed(endpoint, preferences)) {
            return Reason.ALLOWED_PROVIDERS;
        }
        if (dearer(prices.base().prompt(), preferences.maxPrice().prompt())
                || dearer(prices.base().completion(), preferences.maxPrice().completion())) {
            return Reason.MAX_PRICE;
        }
        if (!endpoint.supportedParameters().containsAll(selection.parameters())) {
            return Reason.REQUIRE_PARAMETERS;
        }
        return wish.features().completionTokens() > limit(endpoint.contextLength()) ? Reason.CONTEXT_LENGTH : null;
    }

    private static Money worstCase(Endpoint endpoint, PriceSchedule prices, Features features) {
        // A provider refuses a prompt that is longer than the context, so no more than that can be charged.
        long context = limit(endpoint.contextLength());
        long promptTokens = Math.min(features.promptTokens(), context);
        long mostCompletion = endpoint.maxOutputTokens() > 0 ? endpoint.maxOutputTokens() : context;
        long unlimited = mostCompletion == Long.MAX_VALUE ? UNKNOWN_OUTPUT_TOKENS : mostCompletion;
        long completionTokens =
                features.completionTokens() < 0 ? unlimited : Math.min(features.completionTokens(), mostCompletion);
        return prices.worstCase(
                promptTokens, Math.multiplyExact(completionTokens, features.choices()), features.serviceTier());
    }

    /** A limit of zero is one that nobody knows. */
    private static long limit(long tokens) {
        return tokens <= 0 ? Long.MAX_VALUE : tokens;
    }

    private static boolean dearer(BigDecimal perToken, @Nullable BigDecimal limitPerMillion) {
        return limitPerMillion != null && perToken.multiply(MILLION).compareTo(limitPerMillion) > 0;
    }

    private static boolean isOpen(EndpointHealth known, Instant now) {
        return known.breaker() == BreakerState.OPEN && (known.retryAt() == null || now.isBefore(known.retryAt()));
    }

    private boolean onProbation(Candidate candidate) {
        EndpointHealth known = health.of(candidate.endpoint().id());
        // An open breaker whose time is over has half-opened; the table just does not say so yet.
        return (known != null && known.breaker() != BreakerState.CLOSED)
                || loads.isSuspect(candidate.endpoint().id());
    }

    private static boolean allowed(Endpoint endpoint, Preferences preferences) {
        return preferences.only().stream().allMatch(list -> list.stream().anyMatch(name -> matches(name, endpoint)))
                && preferences.ignore().stream().noneMatch(name -> matches(name, endpoint));
    }

    private static boolean matches(String name, Endpoint endpoint) {
        return endpoint.provider().equals(name)
                || endpoint.id().equals(name)
                || endpoint.tag().equals(name);
    }

    /** Endpoints of any models, the cheapest of which are enough to try. */
    private void orderPool(
            List<Candidate> usable,
            Selection selection,
            Preferences preferences,
            List<Dropped> dropped,
            RandomGenerator random) {
        Strategy sort = preferences.strategy() != null ? preferences.strategy() : selection.strategy();
        order(usable, sort == null ? Strategy.PRICE : sort, preferences, random);
        List<Candidate> tooMany = usable.subList(Math.min(usable.size(), LARGEST_POOL), usable.size());
        tooMany.forEach(
                candidate -> dropped.add(new Dropped(candidate.endpoint().id(), Reason.POOL_SIZE, null)));
        tooMany.clear();
    }

    private void order(
            List<Candidate> usable, @Nullable Strategy sort, Preferences preferences, RandomGenerator random) {
        if (usable.size() < 2) {
            return;
        }
        if (sort != null) {
            usable.sort(by(sort));
        } else {
            usable.sort(by(Strategy.PRICE));
            bringDrawnToFront(usable, random);
        }
        boolean probe = random.nextDouble() < PROBE_SHARE;
        usable.sort(Comparator.comparing(candidate -> onProbation(candidate) != probe));
        if (!preferences.order().isEmpty()) {
            usable.sort(Comparator.comparingInt(candidate -> rank(candidate, preferences)));
        }
    }

    private static int rank(Candidate candidate, Preferences preferences) {
        for (int i = 0; i < preferences.order().size(); i++) {
            if (matches(preferences.order().get(i), candidate.endpoint())) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Leaves those that {@code order} names or, if it names none of them, the first. */
    private static void dropFallbacks(List<Candidate> candidates, Preferences preferences, List<Dropped> dropped) {
        boolean listed = candidates.stream().anyMatch(candidate -> rank(candidate, preferences) != Integer.MAX_VALUE);
        Candidate first = candidates.isEmpty() ? null : candidates.getFirst();
        candidates.removeIf(candidate -> {
            boolean kept = listed ? rank(candidate, preferences) != Integer.MAX_VALUE : candidate.equals(first);
            if (!kept) {
                dropped.add(new Dropped(candidate.endpoint().id(), Reason.NO_FALLBACKS, null));
            }
            return !kept;
        });
    }

    private Comparator<Candidate> by(Strategy sort) {
        Comparator<Candidate> byPrice = Comparator.comparingDouble(Planner::price);
        Comparator<Candidate> primary =
                switch (sort) {
                    case PRICE -> byPrice;
                    case WEIGHTED_BY_INVERSE_PRICE, WEIGHTED_BY_INVERSE_SQUARE_PRICE, ROUND_ROBIN, LEAST_LOADED ->
                        byPrice;
                    case LATENCY -> Comparator.comparingDouble(this::latency);
                    case THROUGHPUT -> Comparator.comparingDouble(candidate -> -throughput(candidate));
                    case QUALITY ->
                        Comparator.<Candidate>comparingDouble(candidate -> -successRate(candidate))
                                .thenComparingDouble(candidate -> -throughput(candidate));
                };
        return primary.thenComparing(byPrice)
                .thenComparing(candidate -> candidate.endpoint().id());
    }

    private double latency(Candidate candidate) {
        EndpointHealth known = health.of(candidate.endpoint().id());
        return known == null || known.timeToFirstTokenMillis() <= 0 ? Double.MAX_VALUE : known.timeToFirstTokenMillis();
    }

    private double throughput(Candidate candidate) {
        EndpointHealth known = health.of(candidate.endpoint().id());
        return known == null ? 0 : known.tokensPerSecond();
    }

    private double successRate(Candidate candidate) {
        EndpointHealth known = health.of(candidate.endpoint().id());
        return known == null || known.samples() == 0 ? 0 : known.successRate();
    }

    /** For comparing only, never for charging: prompt and completion in equal parts, and the fee per request. */
    private static double price(Candidate candidate) {
        TokenPrices prices = candidate.prices().base();
        return prices.prompt().add(prices.completion()).doubleValue() / 2
                + prices.request().doubleValue() / 1_000;
    }

    private void bringDrawnToFront(List<Candidate> byPrice, RandomGenerator random) {
        double[] weights = new double[byPrice.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double price = Math.max(LEAST_PRICE, price(byPrice.get(i)));
            weights[i] = onProbation(byPrice.get(i)) ? 0 : 1 / (price * price);
            sum += weights[i];
        }
        double draw = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            draw -= weights[i];
            if (draw < 0) {
                byPrice.addFirst(byPrice.remove(i));
                return;
            }
        }
    }
}
