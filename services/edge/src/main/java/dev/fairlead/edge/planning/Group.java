package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.edge.offer.Hash;

/**
 * Options that are tried before or after those of other groups: those of a model or, where models are not told apart,
 * of several.
 */
record Group(List<Option> options, Selection selection, Order order) {

    private static final double LEAST_PRICE = Thresholds.CURRENT.price().least();

    /**
     * The groups in the order in which they are tried: the caller's but that, where models have weights, the first one
     * is drawn. Models without a weight beside others that have one are never drawn.
     */
    static List<Group> inOrder(List<Group> groups, PlanRequest request, Draw draw) {
        if (groups.size() < 2) {
            return groups;
        }
        boolean weighted = groups.stream().anyMatch(group -> !Double.isNaN(group.selection.weight()));
        boolean byPrice = !weighted && groups.getFirst().order.strategy() == Strategy.WEIGHTED_BY_INVERSE_PRICE;
        if (!weighted && !byPrice) {
            return groups;
        }
        int drawn = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            double weight = byPrice ? group.inversePrice(request) : group.selection.weight();
            if (!group.options.isEmpty() && weight > 0) {
                double wait = Draw.wait(draw.chance(group.hash() + i), weight);
                if (wait < least) {
                    least = wait;
                    drawn = i;
                }
            }
        }
        if (drawn <= 0) {
            return groups;
        }
        List<Group> reordered = new ArrayList<>(groups);
        reordered.addFirst(reordered.remove(drawn));
        return reordered;
    }

    private long hash() {
        return selection.models().isEmpty()
                ? 0
                : Hash.of(selection.models().getFirst().id());
    }

    /** One through what the cheapest option charges for a token of the prompt. */
    private double inversePrice(PlanRequest request) {
        long promptTokens = request.features().leastPromptTokens();
        Instant now = request.now();
        double cheapest = Double.POSITIVE_INFINITY;
        for (Option option : options) {
            cheapest = Math.min(
                    cheapest, option.prices.perPromptToken(promptTokens, now, Planner.tierOf(option, request)));
        }
        return 1 / Math.max(LEAST_PRICE, cheapest);
    }
}
