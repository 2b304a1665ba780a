package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.planning.Preferences.Sort;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request is tried. A pure function of what it is given: the same request, snapshots and random numbers
 * give the same plan.
 *
 * <p>The models are tried in the order that the caller gave. Among the endpoints of one model the default is to choose
 * the first at random, weighted by the inverse square of the price, and to keep the others by price as fallbacks;
 * {@code order} and {@code sort} replace that. Endpoints on probation (a half-open breaker) come last, but for one
 * request in ten, which finds out whether they have recovered.
 */
public final class Planner {

    private static final double PROBE_SHARE = 0.1;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Stands in for a price of zero, which would have an infinite weight: a hundredth of a cent per million tokens. */
    private static final double LEAST_PRICE = 1e-10;

    private final CatalogIndex catalog;
    private final HealthView health;
    private final Predicate<Provider> hasCredential;
    private final Predicate<Dialect> speaks;
    private final Instant now;
    private final RandomGenerator random;

    public Planner(
            CatalogIndex catalog,
            HealthView health,
            Predicate<Provider> hasCredential,
            Predicate<Dialect> speaks,
            Instant now,
            RandomGenerator random) {
        this.catalog = catalog;
        this.health = health;
        this.hasCredential = hasCredential;
        this.speaks = speaks;
        this.now = now;
        this.random = random;
    }

    /** The plan for a request that names these models, in this order. */
    public Plan plan(List<Model> models, Features features, Preferences preferences) {
        List<Candidate> candidates = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        for (Model model : models) {
            List<Candidate> usable = new ArrayList<>(model.endpoints().size());
            for (Endpoint endpoint : model.endpoints()) {
                consider(model, endpoint, features, preferences, usable, dropped);
            }
            order(usable, preferences);
            candidates.addAll(usable);
        }
        if (!preferences.allowFallbacks()) {
            dropFallbacks(candidates, preferences, dropped);
        }
        return new Plan(candidates, dropped);
    }

    private void consider(
            Model model,
            Endpoint endpoint,
            Features features,
            Preferences preferences,
            List<Candidate> usable,
            List<Dropped> dropped) {
        Provider provider = catalog.provider(endpoint.provider());
        PriceSchedule prices = endpoint.prices();
        EndpointHealth known = health.of(endpoint.id());
        Instant retryAt = null;
        Reason reason = null;
        if (provider == null || !speaks.test(provider.dialect())) {
            reason = Reason.DIALECT;
        } else if (!hasCredential.test(provider)) {
            reason = Reason.NO_CREDENTIAL;
        } else if (prices == null) {
            reason = Reason.NO_PRICE;
        } else if (!allowed(endpoint, preferences)) {
            reason = Reason.ALLOWED_PROVIDERS;
        } else if (dearer(prices.base().prompt(), preferences.maxPromptPrice())
                || dearer(prices.base().completion(), preferences.maxCompletionPrice())) {
            reason = Reason.MAX_PRICE;
        } else if (features.completionTokens() > endpoint.contextLength()) {
            reason = Reason.CONTEXT_LENGTH;
        } else if (isOpen(known)) {
            reason = Reason.BREAKER_OPEN;
            retryAt = known == null ? null : known.retryAt();
        }
        if (reason != null || provider == null || prices == null) {
            dropped.add(new Dropped(endpoint.id(), reason == null ? Reason.DIALECT : reason, retryAt));
            return;
        }
        // A provider refuses a prompt that is longer than the context, so no more than that can be charged.
        long promptTokens = Math.min(features.promptTokens(), endpoint.contextLength());
        long completionTokens = features.completionTokens() < 0
                ? endpoint.maxOutputTokens()
                : Math.min(features.completionTokens(), endpoint.maxOutputTokens());
        usable.add(new Candidate(
                model,
                endpoint,
                provider,
                prices,
                prices.worstCase(promptTokens, Math.multiplyExact(completionTokens, features.choices()), null)));
    }

    private static boolean dearer(BigDecimal perToken, @Nullable BigDecimal limitPerMillion) {
        return limitPerMillion != null && perToken.multiply(MILLION).compareTo(limitPerMillion) > 0;
    }

    private boolean isOpen(@Nullable EndpointHealth known) {
        return known != null
                && known.breaker() == BreakerState.OPEN
                && (known.retryAt() == null || now.isBefore(known.retryAt()));
    }

    private boolean onProbation(Candidate candidate) {
        EndpointHealth known = health.of(candidate.endpoint().id());
        // An open breaker whose time is over has half-opened; the table just does not say so yet.
        return known != null && known.breaker() != BreakerState.CLOSED;
    }

    private static boolean allowed(Endpoint endpoint, Preferences preferences) {
        return (preferences.only().isEmpty() || preferences.only().stream().anyMatch(name -> matches(name, endpoint)))
                && preferences.ignore().stream().noneMatch(name -> matches(name, endpoint));
    }

    private static boolean matches(String name, Endpoint endpoint) {
        return endpoint.provider().equals(name) || endpoint.id().equals(name);
    }

    private void order(List<Candidate> usable, Preferences preferences) {
        if (usable.size() < 2) {
            return;
        }
        Sort sort = preferences.sort();
        if (sort != null) {
            usable.sort(by(sort));
        } else {
            usable.sort(by(Sort.PRICE));
            bringDrawnToFront(usable);
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

    private Comparator<Candidate> by(Sort sort) {
        Comparator<Candidate> byPrice = Comparator.comparingDouble(Planner::price);
        Comparator<Candidate> primary =
                switch (sort) {
                    case PRICE -> byPrice;
                    case LATENCY -> Comparator.comparingDouble(this::latency);
                    case THROUGHPUT -> Comparator.comparingDouble(candidate -> -throughput(candidate));
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

    /** For comparing only, never for charging: prompt and completion in equal parts, and the fee per request. */
    private static double price(Candidate candidate) {
        TokenPrices prices = candidate.prices().base();
        return prices.prompt().add(prices.completion()).doubleValue() / 2
                + prices.request().doubleValue() / 1_000;
    }

    private void bringDrawnToFront(List<Candidate> byPrice) {
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
