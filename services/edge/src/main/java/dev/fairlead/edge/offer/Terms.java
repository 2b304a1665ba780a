package dev.fairlead.edge.offer;

import java.util.Arrays;

/** A set of words of one {@link Vocabulary}, as bits. Immutable. */
public final class Terms {

    public static final Terms NONE = new Terms(new long[0]);

    private final long[] bits;

    private Terms(long[] bits) {
        this.bits = bits;
    }

    /** These and one more, by its place in the vocabulary. */
    Terms with(int place) {
        long[] more = Arrays.copyOf(bits, Math.max(bits.length, (place >> 6) + 1));
        more[place >> 6] |= 1L << place;
        return new Terms(more);
    }

    /** Whether all of the others are among these. */
    public boolean containAll(Terms others) {
        for (int i = 0; i < others.bits.length; i++) {
            long mine = i < bits.length ? bits[i] : 0;
            if ((others.bits[i] & ~mine) != 0) {
                return false;
            }
        }
        return true;
    }
}
