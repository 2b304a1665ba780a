package dev.fairlead.edge.planning;

import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.edge.offer.Hash;
import dev.fairlead.edge.offer.Offer;
import dev.fairlead.edge.offer.PriceCard;
import dev.fairlead.edge.planning.Candidate.Place;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is left after the filters, on its way to its place. Belongs to one plan, which fills in what decides
 * on the place.
 */
final class Option {

    final Offer offer;
    final PriceCard prices;
    /** Null for the one that the request asks for, if it asks for one. */
    final @Nullable String tier;
    /** Null if it was not used lately. */
    final @Nullable EndpointHealth health;
    /** In dollars per token, for comparing. */
    final double price;

    final boolean isPooled;

    /** How well it does. */
    Band band = Band.NORMAL;
    /** How it does beside the others that serve the model. */
    Tier quality = Tier.GOOD;
    /** The place in {@code provider.order}. */
    int listed = Names.NOT_NAMED;

    boolean isOwn;
    Front front = Front.NO;
    /** What the strategy says: less is better. */
    double merit;
    /** From 0 to 1, by chance. */
    double chance;

    boolean isDrawn;
    /** Whether it stands by the strategy's order, and not by chance. */
    boolean isSorted;
    /** Whether it is the same endpoint as another one, in more of a hurry. */
    boolean isHurried;

    /** How well an endpoint does, from the best on. */
    enum Band {
        NORMAL,
        UNRELIABLE,
        SLOW,
        FALLBACK_ONLY,
        OUTAGE,
        PROBATION
    }

    /** How good an endpoint is beside others, from the best on. */
    enum Tier {
        GOOD,
        UNPROVEN,
        OUTLIER
    }

    /** What brings an endpoint to the front, if anything. */
    enum Front {
        PROBE,
        STICKY,
        NO
    }

    Option(
            Offer offer,
            PriceCard prices,
            @Nullable String tier,
            @Nullable EndpointHealth health,
            double price,
            boolean isPooled) {
        this.offer = offer;
        this.prices = prices;
        this.tier = tier;
        this.health = health;
        this.price = price;
        this.isPooled = isPooled;
    }

    String id() {
        return offer.endpoint().id();
    }

    boolean isOnProbation() {
        return band == Band.PROBATION;
    }

    boolean isListed() {
        return listed != Names.NOT_NAMED;
    }

    /** What it draws its chance with: a number of its own. */
    long hash() {
        return tier == null ? offer.hash() : Hash.mix(offer.hash() + tier.hashCode());
    }

    /** Why it stands where it stands. */
    Place place() {
        if (front != Front.NO) {
            return front == Front.PROBE ? Place.PROBE : Place.STICKY;
        }
        if (isOwn) {
            return Place.OWN;
        }
        if (isListed()) {
            return Place.ORDERED;
        }
        return switch (band) {
            case NORMAL ->
                switch (quality) {
                    case GOOD -> isSorted ? Place.SORTED : isDrawn ? Place.DRAWN : Place.FALLBACK;
                    case UNPROVEN -> Place.UNPROVEN;
                    case OUTLIER -> Place.OUTLIER;
                };
            case UNRELIABLE, FALLBACK_ONLY -> Place.UNRELIABLE;
            case SLOW -> Place.SLOW;
            case OUTAGE -> Place.UNSTABLE;
            case PROBATION -> Place.ON_PROBATION;
        };
    }

    /** Whether it is as good as another one but for price and chance, and what brings one of them to the front. */
    boolean isEqualTo(Option other) {
        return isOwn == other.isOwn && listed == other.listed && compareWell(this, other) == 0;
    }

    /** The better one first; never 0 for two different ones. */
    static int compare(Option a, Option b) {
        int order = Boolean.compare(b.isOwn, a.isOwn);
        if (order == 0) {
            order = Integer.compare(a.listed, b.listed);
        }
        if (order == 0) {
            order = a.front.compareTo(b.front);
        }
        if (order == 0) {
            order = compareWell(a, b);
        }
        if (order == 0) {
            order = Double.compare(a.merit, b.merit);
        }
        if (order == 0) {
            order = Boolean.compare(b.isHurried, a.isHurried);
        }
        if (order == 0) {
            order = Double.compare(a.price, b.price);
        }
        if (order == 0) {
            order = Double.compare(a.chance, b.chance);
        }
        return order == 0 ? a.id().compareTo(b.id()) : order;
    }

    private static int compareWell(Option a, Option b) {
        int order = a.band.compareTo(b.band);
        return order == 0 ? a.quality.compareTo(b.quality) : order;
    }
}
