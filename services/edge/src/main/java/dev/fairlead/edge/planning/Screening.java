package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.edge.offer.Offer;
import dev.fairlead.edge.offer.Offers;
import dev.fairlead.edge.offer.PriceCard;
import dev.fairlead.edge.offer.Terms;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

/** Goes through the endpoints of a request's selections: each is left as an option, or dropped with a reason. */
final class Screening {

    private final PlanRequest request;
    private final Offers offers;
    private final HealthView health;
    private final LoadView loads;
    private final Filters filters;
    private final Ceiling ceiling;
    private final List<Terms> soft;
    private final boolean admitsTiers;
    private final List<Dropped> dropped = new ArrayList<>();

    Screening(
            PlanRequest request,
            Offers offers,
            HealthView health,
            LoadView loads,
            Predicate<Provider> hasCredential,
            Predicate<Dialect> speaks) {
        Features features = request.features();
        this.request = request;
        this.offers = offers;
        this.health = health;
        this.loads = loads;
        this.filters = new Filters(request, offers, hasCredential, speaks);
        this.ceiling = new Ceiling(request.preferences().maxPrice(), features.promptTokens(), request.now());
        this.soft = filters.softParameters();
        this.admitsTiers = request.preferences().order().isEmpty()
                && features.serviceTier() == null
                && !features.isUsualTierExplicit();
    }

    /** What was dropped so far; more may be added. */
    List<Dropped> dropped() {
        return dropped;
    }

    /** Adds the endpoints of a selection that are left to the options. */
    void screen(Selection selection, List<Option> options) {
        Filters.Demand demand = filters.demand(selection);
        String admitted = admitsTiers ? selection.admittedTier() : null;
        for (Model model : selection.models()) {
            int from = options.size();
            List<Offer> offered = offers.of(model);
            for (int i = 0; i < offered.size(); i++) {
                Offer offer = offered.get(i);
                if (selection.takes(offer.endpoint()) && offer.endpoint().isVisibleTo(request.organisation())) {
                    consider(offer, selection, demand, admitted, options);
                }
            }
            for (int i = 0; i < soft.size(); i++) {
                prefer(soft.get(i), options, from);
            }
            dropClosedOff(options, from);
            if (admitted != null) {
                admit(admitted, options, from);
            }
        }
    }

    private void consider(
            Offer offer, Selection selection, Filters.Demand demand, @Nullable String admitted, List<Option> options) {
        PriceCard prices = offer.pricesFor(request.organisation());
        Reason reason = filters.unusable(offer);
        if (reason == null && prices == null) {
            reason = Reason.NO_PRICE;
        }
        if (reason == null) {
            reason = filters.unwanted(offer);
        }
        if (reason != null || prices == null) {
            drop(offer, reason == null ? Reason.NO_PRICE : reason);
            return;
        }
        String tier = null;
        if (ceiling.isExceededBy(prices, request.features().serviceTier())) {
            // The usual price may be too much, and that of the admitted tier not.
            tier = admitted;
            if (tier == null || !prices.hasTier(tier) || ceiling.isExceededBy(prices, tier)) {
                drop(offer, Reason.MAX_PRICE);
                return;
            }
        }
        reason = filters.unfit(offer, demand);
        if (reason == null) {
            options.add(option(offer, prices, tier, selection.isPool()));
        } else {
            drop(offer, reason);
        }
    }

    private Option option(Offer offer, PriceCard prices, @Nullable String tier, boolean isPooled) {
        Features features = request.features();
        String asked = tier == null ? features.serviceTier() : tier;
        double price = prices.perToken(features.leastPromptTokens(), request.now(), asked);
        return new Option(offer, prices, tier, health.of(offer.endpoint().id()), price, isPooled);
    }

    /** If some of a model's options understand a parameter, those that do not are dropped. */
    private void prefer(Terms parameter, List<Option> options, int from) {
        int able = 0;
        for (int i = from; i < options.size(); i++) {
            able += options.get(i).offer.parameters().containAll(parameter) ? 1 : 0;
        }
        if (able == 0 || able == options.size() - from) {
            return;
        }
        int to = from;
        for (int i = from; i < options.size(); i++) {
            Option option = options.get(i);
            if (option.offer.parameters().containAll(parameter)) {
                options.set(to++, option);
            } else {
                drop(option.offer, Reason.SOFT_PARAMETERS);
            }
        }
        options.subList(to, options.size()).clear();
    }

    /**
     * Comes last: a request that only an endpoint with an open breaker can take is better told to come again than sent
     * where its tools mean nothing.
     */
    private void dropClosedOff(List<Option> options, int from) {
        int to = from;
        for (int i = from; i < options.size(); i++) {
            Option option = options.get(i);
            EndpointHealth known = option.health;
            Instant leftAloneUntil = leftAloneUntil(option);
            if (known != null && Condition.isClosedOff(known, request.now())) {
                dropped.add(new Dropped(option.id(), Reason.BREAKER_OPEN, later(known.retryAt(), leftAloneUntil)));
            } else if (leftAloneUntil != null) {
                dropped.add(new Dropped(option.id(), Reason.BREAKER_OPEN, leftAloneUntil));
            } else {
                options.set(to++, option);
            }
        }
        if (to < options.size()) {
            options.subList(to, options.size()).clear();
        }
    }

    /** What this edge was told by the provider itself, before the router tells everybody; null if that is over. */
    private @Nullable Instant leftAloneUntil(Option option) {
        long millis = loads.leftAloneUntilMillis(option.id());
        return millis > request.now().toEpochMilli() ? Instant.ofEpochMilli(millis) : null;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }

    /** Adds the same endpoints in another service tier, where that has a price. */
    private void admit(String tier, List<Option> options, int from) {
        int plain = options.size();
        for (int i = from; i < plain; i++) {
            Option option = options.get(i);
            if (option.tier == null && option.prices.hasTier(tier) && !ceiling.isExceededBy(option.prices, tier)) {
                options.add(option(option.offer, option.prices, tier, option.isPooled));
            }
        }
    }

    private void drop(Offer offer, Reason reason) {
        dropped.add(new Dropped(offer.endpoint().id(), reason, null));
    }
}
