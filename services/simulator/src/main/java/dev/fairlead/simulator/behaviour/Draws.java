package dev.fairlead.simulator.behaviour;

/** Reproducible random numbers: the n-th draw of a series is the same in every run with the same seed. */
public final class Draws {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Draws() {}

    /** The n-th draw of a series, at least 0 and less than 1. */
    public static double of(long seed, long series, long n) {
        return (bits(seed, series, n) >>> 11) * 0x1.0p-53;
    }

    /** The n-th draw of a series as 64 bits; different n give different bits. */
    public static long bits(long seed, long series, long n) {
        return mix(mix(seed + GOLDEN * series) + GOLDEN * n);
    }

    /** The finaliser of SplitMix64, a bijection. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
