package dev.fairlead.edge.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.edge.planning.Option.Band;
import dev.fairlead.edge.planning.Option.Front;
import org.jspecify.annotations.Nullable;

/**
 * Puts the endpoints that are left in order. First those of the caller's own, then those that {@code provider.order}
 * names; then one that is to be probed or that knows the conversation; then the others, those that do well before those
 * that do less well, and among these as the strategy says.
 */
final class Ranking {

    private static final double LEAST_PRICE = Thresholds.CURRENT.price().least();

    private final PlanRequest request;
    private final LoadView loads;
    private final Names listed;
    private final Draw draw;
    private final boolean probes;

    /**
     * The ranking of one plan.
     *
     * @param probes whether an endpoint on probation is tried first
     */
    Ranking(PlanRequest request, LoadView loads, Draw draw, boolean probes) {
        this.request = request;
        this.loads = loads;
        this.draw = draw;
        this.probes = probes;
        this.listed = Names.of(request.preferences().order());
    }

    /** Sorts the options, those of one model following each other, and sets what their places are explained by. */
    void sort(List<Option> options, Order order) {
        for (int i = 0; i < options.size(); i++) {
            assess(options.get(i), order);
        }
        if (order.strategy() == Strategy.QUALITY) {
            QualityTiers.tell(options);
        }
        rate(options, order.strategy());
        bringToFront(options, order);
        options.sort(Option::compare);
    }

    private void assess(Option option, Order order) {
        option.band = band(option, order);
        // An own endpoint that is failing would cost each request an attempt.
        option.isOwn = option.offer.isOwnedBy(request.organisation()) && !option.isOnProbation();
        option.listed = listed.isEmpty() ? Names.NOT_NAMED : listed.place(option.offer);
        option.chance = draw.chance(option.hash());
        option.isSorted = order.isSorted();
    }

    private Band band(Option option, Order order) {
        if (Condition.isRecovering(option.health) || loads.isSuspect(option.id())) {
            return Band.PROBATION;
        }
        Band reliability = order.isStrict() ? Band.NORMAL : Condition.reliability(option.health);
        Preferences preferences = request.preferences();
        boolean slow = Condition.isSlow(option.health, preferences.minThroughput(), preferences.maxLatency());
        return slow && reliability.compareTo(Band.SLOW) < 0 ? Band.SLOW : reliability;
    }

    /** Sets the merits. Chance decides among the best only; behind them, the cheaper comes first. */
    private void rate(List<Option> options, Strategy strategy) {
        switch (strategy) {
            case PRICE -> options.forEach(option -> option.merit = option.price);
            case THROUGHPUT ->
                options.forEach(option -> {
                    option.merit = -Condition.throughput(option.health);
                    option.isHurried = option.tier != null;
                });
            case LATENCY ->
                options.forEach(option -> {
                    option.merit = Condition.latency(option.health);
                    option.isHurried = option.tier != null;
                });
            case WEIGHTED_BY_INVERSE_PRICE -> drawByPrice(options, false);
            case WEIGHTED_BY_INVERSE_SQUARE_PRICE, QUALITY -> drawByPrice(options, true);
            case ROUND_ROBIN -> takeTurns(options);
            case LEAST_LOADED -> drawByLoad(options);
        }
    }

    /** One of those among which chance decides; none of them has a merit yet. */
    private static @Nullable Option best(List<Option> options) {
        Option best = null;
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            best = best == null || Option.compare(option, best) < 0 ? option : best;
        }
        return best;
    }

    /** Whom {@code order} names is tried in that order, and not by chance. */
    private static boolean isInFront(Option option, @Nullable Option best) {
        return best != null && option.isEqualTo(best) && !option.isListed();
    }

    private void drawByPrice(List<Option> options, boolean squared) {
        Option best = best(options);
        Option drawn = null;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            option.merit = 1;
            if (isInFront(option, best)) {
                double price = Math.max(LEAST_PRICE, option.price);
                double wait = Draw.wait(option.chance, squared ? 1 / (price * price) : 1 / price);
                if (wait < least) {
                    least = wait;
                    drawn = option;
                }
            }
        }
        if (drawn != null) {
            drawn.merit = 0;
            drawn.isDrawn = true;
        }
    }

    /** The endpoints in the order of their ids, from the one whose turn it is. */
    private void takeTurns(List<Option> options) {
        Option best = best(options);
        List<Option> circle = new ArrayList<>(options.size());
        for (Option option : options) {
            if (isInFront(option, best)) {
                circle.add(option);
            }
        }
        circle.sort(Comparator.comparing(Option::id));
        for (int i = 0; i < circle.size(); i++) {
            circle.get(i).merit = Math.floorMod(i - request.turn(), (long) circle.size());
        }
    }

    /** Of two that are drawn, the one with less to do; then the other one, then the rest by what they have to do. */
    private void drawByLoad(List<Option> options) {
        Option best = best(options);
        Option first = null;
        Option second = null;
        for (Option option : options) {
            option.merit = loads.load(option.id());
            if (isInFront(option, best)) {
                if (first == null || option.chance < first.chance) {
                    second = first;
                    first = option;
                } else if (second == null || option.chance < second.chance) {
                    second = option;
                }
            }
        }
        if (first != null && second != null && second.merit < first.merit) {
            Option other = first;
            first = second;
            second = other;
        }
        settle(first, -2);
        settle(second, -1);
        if (first != null) {
            first.isDrawn = true;
        }
    }

    private static void settle(@Nullable Option option, double merit) {
        if (option != null) {
            option.merit = merit;
        }
    }

    private void bringToFront(List<Option> options, Order order) {
        String known = request.affinity().endpoint();
        if (known != null && listed.isEmpty() && !order.isExplicit()) {
            for (Option option : options) {
                if (option.id().equals(known) && option.band.compareTo(Band.UNRELIABLE) <= 0) {
                    option.front = Front.STICKY;
                }
            }
        }
        if (probes) {
            Option probe = null;
            for (Option option : options) {
                if (option.isOnProbation()
                        && !option.isListed()
                        && (probe == null || Option.compare(option, probe) < 0)) {
                    probe = option;
                }
            }
            if (probe != null) {
                probe.front = Front.PROBE;
            }
        }
    }
}
