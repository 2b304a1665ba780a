package dev.fairlead.edge.planning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request is tried. A pure function of what it is given: the same request and snapshots give the same
 * plan.
 *
 * <p>{@link Screening} drops the endpoints that cannot or must not take the request; {@link Ranking} puts the others in
 * order, model after model; and what is too much is cut off. {@code docs/routing-algorithm.md} has the rules in words.
 */
public final class Planner {

    private static final Thresholds THRESHOLDS = Thresholds.CURRENT;
    /** What is reserved for where neither request nor catalog limits the completion. */
    private static final long UNKNOWN_OUTPUT_TOKENS = 128_000;
    /** Which of the seed's chances decides about probing. */
    private static final long PROBING = 1;

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

    /** The plan for a request. */
    public Plan plan(PlanRequest request) {
        Screening screening = new Screening(request, catalog.offers(), health, loads, hasCredential, speaks);
        List<Group> groups = groups(request, screening);
        Draw draw = new Draw(request.affinity().conversation(), request.seed());
        boolean probes = new Draw(0, request.seed()).chance(PROBING)
                < THRESHOLDS.probation().probeShare();
        Ranking ranking = new Ranking(request, loads, draw, probes);
        List<Dropped> dropped = screening.dropped();
        for (Group group : groups) {
            ranking.sort(group.options(), group.order());
            cutPool(group.options(), dropped);
        }
        List<Group> inOrder = Group.inOrder(groups, request, draw.other());
        List<Option> options = flat(inOrder);
        if (!request.preferences().allowFallbacks()) {
            dropFallbacks(options, dropped);
        }
        if (mayRepeat(request.selections())) {
            dropRepetitions(options, dropped);
        }
        return new Plan(candidates(options, request), dropped, strategy(inOrder, request));
    }

    private static List<Group> groups(PlanRequest request, Screening screening) {
        List<Selection> selections = request.selections();
        List<Group> groups = new ArrayList<>(selections.size());
        if (!request.preferences().acrossModels()) {
            for (Selection selection : selections) {
                List<Option> options = new ArrayList<>();
                screening.screen(selection, options);
                groups.add(new Group(options, selection, Order.of(request, selection.strategy(), selection.isPool())));
            }
        } else if (!selections.isEmpty()) {
            List<Option> options = new ArrayList<>();
            Strategy ofVariant = null;
            boolean isPool = false;
            for (Selection selection : selections) {
                screening.screen(selection, options);
                ofVariant = ofVariant == null ? selection.strategy() : ofVariant;
                isPool |= selection.isPool();
            }
            groups.add(new Group(options, selections.getFirst(), Order.of(request, ofVariant, isPool)));
        }
        return groups;
    }

    /** Leaves as many of the endpoints that a wildcard stands for as are worth trying. */
    private static void cutPool(List<Option> options, List<Dropped> dropped) {
        int most = THRESHOLDS.pool().candidates();
        if (options.size() <= most) {
            return;
        }
        int pooled = 0;
        int to = 0;
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            if (option.isPooled && ++pooled > most) {
                dropped.add(new Dropped(option.id(), Reason.POOL_SIZE, null));
            } else {
                options.set(to++, option);
            }
        }
        options.subList(to, options.size()).clear();
    }

    private static List<Option> flat(List<Group> groups) {
        if (groups.size() == 1) {
            return groups.getFirst().options();
        }
        List<Option> options = new ArrayList<>();
        groups.forEach(group -> options.addAll(group.options()));
        return options;
    }

    private static List<Candidate> candidates(List<Option> options, PlanRequest request) {
        List<Candidate> candidates = new ArrayList<>(options.size());
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            candidates.add(new Candidate(
                    option.offer.model(),
                    option.offer.endpoint(),
                    Objects.requireNonNull(option.offer.provider()),
                    option.prices.schedule(),
                    worstCase(option, request),
                    option.tier,
                    option.place()));
        }
        return candidates;
    }

    private static Money worstCase(Option option, PlanRequest request) {
        Features features = request.features();
        Endpoint endpoint = option.offer.endpoint();
        // A provider refuses a prompt that is longer than the context, so no more than that can be charged.
        long context = option.offer.contextLength();
        long promptTokens = Math.min(features.promptTokens(), context);
        long mostCompletion = endpoint.maxOutputTokens() > 0 ? endpoint.maxOutputTokens() : context;
        long unlimited = mostCompletion == Long.MAX_VALUE ? UNKNOWN_OUTPUT_TOKENS : mostCompletion;
        long completionTokens =
                features.completionTokens() < 0 ? unlimited : Math.min(features.completionTokens(), mostCompletion);
        return option.prices.worstCase(
                promptTokens, Math.multiplyExact(completionTokens, features.choices()), tierOf(option, request));
    }

    /** The service tier that an option is tried in; null for the usual one. */
    static @Nullable String tierOf(Option option, PlanRequest request) {
        return option.tier == null ? request.features().serviceTier() : option.tier;
    }

    /** Leaves what {@code order} names, and what is the caller's own; or, if it names nothing here, the first. */
    private static void dropFallbacks(List<Option> options, List<Dropped> dropped) {
        boolean isAnyListed = options.stream().anyMatch(Option::isListed);
        Option first = options.isEmpty() ? null : options.getFirst();
        options.removeIf(option -> {
            boolean isKept = isAnyListed ? option.isListed() || option.isOwn : option.equals(first);
            if (!isKept) {
                dropped.add(new Dropped(option.id(), Reason.NO_FALLBACKS, null));
            }
            return !isKept;
        });
    }

    /** Whether an endpoint can have been looked at more than once. */
    private static boolean mayRepeat(List<Selection> selections) {
        Set<String> models = HashSet.newHashSet(selections.size());
        for (Selection selection : selections) {
            boolean isOneModel = selection.models().size() == 1 && !selection.isPool();
            if (selection.admittedTier() != null
                    || (selections.size() > 1
                            && (!isOneModel
                                    || !models.add(selection.models().getFirst().id())))) {
                return true;
            }
        }
        return false;
    }

    /** Leaves each endpoint once for each service tier, or dropped once. */
    private static void dropRepetitions(List<Option> options, List<Dropped> dropped) {
        Set<String> attempts = new HashSet<>();
        options.removeIf(option -> !attempts.add(option.tier == null ? option.id() : option.id() + '\n' + option.tier));
        Set<String> endpoints = new HashSet<>();
        options.forEach(option -> endpoints.add(option.id()));
        dropped.removeIf(each -> !endpoints.add(each.endpoint()));
    }

    /** What put the first candidate where it is. */
    private static Strategy strategy(List<Group> groups, PlanRequest request) {
        for (Group group : groups) {
            if (!group.options().isEmpty()) {
                return group.order().strategy();
            }
        }
        return groups.isEmpty()
                ? Order.of(request, null, false).strategy()
                : groups.getFirst().order().strategy();
    }
}
