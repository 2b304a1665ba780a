package dev.fairlead.edge.planning;

import dev.fairlead.edge.offer.Hash;

/**
 * Chance that can be had again: it depends on a key and on what is drawn, and on nothing else. Whoever draws among the
 * same with the same key draws the same (weighted rendezvous hashing), so all edges send a conversation to the same
 * endpoint; and if one of the others goes away, or gets dearer, it stays there.
 */
final class Draw {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double TWO_TO_53 = 1L << 53;

    private final long key;

    /** Chance for a conversation or, if that is 0, for a seed. */
    Draw(long conversation, long seed) {
        this(Hash.mix((conversation == 0 ? seed : conversation) + GOLDEN));
    }

    private Draw(long key) {
        this.key = key;
    }

    /** Other chance for the same conversation, for something else to be drawn. */
    Draw other() {
        return new Draw(Hash.mix(key + GOLDEN));
    }

    /** For something with that hash: between 0 and 1, neither of them. */
    double chance(long hash) {
        return ((Hash.mix(hash ^ key) >>> 11) + 0.5) / TWO_TO_53;
    }

    /**
     * Whoever has the least of these is drawn. It is exponentially distributed with the weight as its rate, so each is
     * the least as often as its weight says.
     */
    static double wait(double chance, double weight) {
        return -Math.log(chance) / weight;
    }
}
