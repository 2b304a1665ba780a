package dev.fairlead.edge.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64: 64 bits that are as good as random for different inputs, and cheap. Not for secrets: whoever wants to can find
 * two inputs with the same hash.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash, specification</a>
 */
public final class Hash64 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private Hash64() {}

    /** The hash of {@code bytes[from..to)}. */
    public static long of(byte[] bytes, int from, int to, long seed) {
        int p = from;
        long hash;
        if (to - from >= STRIPE) {
            long a = seed + P1 + P2;
            long b = seed + P2;
            long c = seed;
            long d = seed - P1;
            for (; p <= to - STRIPE; p += STRIPE) {
                a = round(a, (long) LONGS.get(bytes, p));
                b = round(b, (long) LONGS.get(bytes, p + 8));
                c = round(c, (long) LONGS.get(bytes, p + 16));
                d = round(d, (long) LONGS.get(bytes, p + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = seed + P5;
        }
        return avalanche(rest(bytes, p, to, hash + (to - from)));
    }

    private static long rest(byte[] bytes, int from, int to, long before) {
        long hash = before;
        int p = from;
        for (; p <= to - Long.BYTES; p += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(bytes, p)), 27) * P1 + P4;
        }
        if (p <= to - Integer.BYTES) {
            long word = Integer.toUnsignedLong((int) INTS.get(bytes, p));
            hash = Long.rotateLeft(hash ^ (word * P1), 23) * P2 + P3;
            p += Integer.BYTES;
        }
        for (; p < to; p++) {
            hash = Long.rotateLeft(hash ^ ((bytes[p] & 0xff) * P5), 11) * P1;
        }
        return hash;
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }

    private static long avalanche(long mixed) {
        long hash = mixed;
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }
}
