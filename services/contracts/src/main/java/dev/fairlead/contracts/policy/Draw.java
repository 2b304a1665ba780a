package dev.fairlead.contracts.policy;

import java.util.Arrays;
import java.util.List;

import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.policy.Action.StickyBy;
import org.jspecify.annotations.Nullable;

/**
 * The arms of a split, each with its share of 100,000 buckets. The first arm has what the others leave. Each of the
 * others grows from a fixed place into what it finds free: the second from the bottom up, the third from the top down,
 * the next from the middle up, from the middle down, and so on by halves. So a share that grows at the cost of the first
 * arm takes nobody from a third, as long as the places between them last: always with three arms, and up to a quarter
 * each with five.
 */
final class Draw {

    static final int BUCKETS = 100_000;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long salt;
    private final StickyBy stickyBy;
    private final List<Arm> arms;
    /** Where each stretch of buckets begins, and whose it is. */
    private final int[] starts;

    private final short[] owners;

    Draw(String policy, Split split) {
        this.salt = hash(FNV_OFFSET, policy + '\n');
        this.stickyBy = split.stickyBy();
        this.arms = split.arms();
        short[] buckets = allot(arms);
        this.starts = starts(buckets);
        this.owners = new short[starts.length];
        for (int i = 0; i < starts.length; i++) {
            owners[i] = buckets[starts[i]];
        }
    }

    /** The arm of a request. */
    Arm arm(Facts facts, long seed) {
        String whose = whose(facts);
        return arm(whose == null ? bucket(salt ^ mix(seed)) : bucket(whose));
    }

    /** The bucket of a user, session or key. */
    int bucket(String whose) {
        return bucket(hash(salt, whose));
    }

    Arm arm(int bucket) {
        int place = Arrays.binarySearch(starts, bucket);
        return arms.get(owners[place >= 0 ? place : -place - 2]);
    }

    private @Nullable String whose(Facts facts) {
        String key = facts.key().value();
        return switch (stickyBy) {
            case USER -> or(facts.endUser(), or(facts.session(), key));
            case SESSION -> or(facts.session(), key);
            case KEY -> key;
            case REQUEST -> null;
        };
    }

    private static String or(@Nullable String first, String second) {
        return first == null ? second : first;
    }

    private static short[] allot(List<Arm> arms) {
        short[] buckets = new short[BUCKETS];
        for (short arm = 1; arm < arms.size(); arm++) {
            claim(buckets, arm, Math.round(arms.get(arm).percent() * (BUCKETS / 100)));
        }
        return buckets;
    }

    private static void claim(short[] buckets, short arm, long share) {
        int pair = (arm - 1) / 2;
        boolean upwards = arm % 2 == 1;
        // 0, 1/2, 1/4, 3/4, ...: the bits of the pair, mirrored at the point.
        int anchor = (int) ((Integer.toUnsignedLong(Integer.reverse(pair)) * BUCKETS) >>> Integer.SIZE);
        int place = upwards ? anchor : Math.floorMod(anchor - 1, BUCKETS);
        long left = share;
        for (int seen = 0; seen < BUCKETS && left > 0; seen++) {
            if (buckets[place] == 0) {
                buckets[place] = arm;
                left--;
            }
            place = Math.floorMod(place + (upwards ? 1 : -1), BUCKETS);
        }
    }

    private static int[] starts(short[] buckets) {
        int[] starts = new int[BUCKETS];
        int count = 1;
        for (int i = 1; i < BUCKETS; i++) {
            if (buckets[i] != buckets[i - 1]) {
                starts[count++] = i;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    private static int bucket(long hash) {
        return (int) Long.remainderUnsigned(mix(hash), BUCKETS);
    }

    /** FNV-1a over the UTF-16 units. Must never change: people would change arms. */
    private static long hash(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finish of SplitMix64: FNV alone leaves its low digits too regular. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
