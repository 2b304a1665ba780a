package dev.fairlead.contracts.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.StickyBy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static dev.fairlead.contracts.policy.Policies.arm;
import static dev.fairlead.contracts.policy.Policies.split;
import static dev.fairlead.contracts.policy.SampleFacts.plain;
import static org.assertj.core.api.Assertions.assertThat;

class DrawTest {

    /** What chi-square exceeds once in 10,000 times, by degrees of freedom from 1 on. */
    private static final double[] UNLIKELY = {15.14, 18.42, 21.11, 23.51, 25.74, 27.86, 29.88, 31.83, 33.72};

    @Property(tries = 40, seed = "20261123")
    void usersAreSharedOutAsThePercentagesSay(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        List<Arm> arms = arms(random, 2 + random.nextInt(9));
        Draw draw = new Draw("policy-" + random.nextInt(), split(StickyBy.USER, arms.toArray(Arm[]::new)));
        int users = 20_000;
        Map<String, Integer> counts = new HashMap<>();

        // When
        for (int user = 0; user < users; user++) {
            String name =
                    draw.arm(plain().from("user-" + seed + "-" + user, null), 0).name();
            counts.merge(name, 1, Integer::sum);
        }

        // Then
        assertThat(chiSquare(arms, counts, users)).isLessThan(UNLIKELY[degrees(arms) - 1]);
    }

    @Property(tries = 20, seed = "20261124")
    void requestsThatAreDrawnAnewAreSharedOutLikewise(@ForAll long seed) {
        Random random = new Random(seed);
        List<Arm> arms = arms(random, 2 + random.nextInt(3));
        Draw draw = new Draw("policy", split(StickyBy.REQUEST, arms.toArray(Arm[]::new)));
        Map<String, Integer> counts = new HashMap<>();

        // Seeds that follow each other must do as well as random ones.
        for (int i = 0; i < 20_000; i++) {
            counts.merge(draw.arm(plain(), seed + i).name(), 1, Integer::sum);
        }

        assertThat(chiSquare(arms, counts, 20_000)).isLessThan(UNLIKELY[degrees(arms) - 1]);
    }

    @Property(tries = 200, seed = "20261125")
    void theBucketsAreExactlyTheShares(@ForAll long seed) {
        Random random = new Random(seed);
        List<Arm> arms = arms(random, 2 + random.nextInt(9));
        Draw draw = new Draw("policy", split(StickyBy.USER, arms.toArray(Arm[]::new)));

        Map<String, Integer> counts = new HashMap<>();
        IntStream.range(0, Draw.BUCKETS)
                .forEach(bucket -> counts.merge(draw.arm(bucket).name(), 1, Integer::sum));

        arms.forEach(arm ->
                assertThat(counts.getOrDefault(arm.name(), 0)).isEqualTo((int) Math.round(arm.percent() * 1000)));
    }

    @Property(tries = 200, seed = "20261126")
    void aShareThatGrowsTakesFromTheFirstArmAlone(@ForAll @IntRange(min = 2, max = 5) int count, @ForAll long seed) {
        // Given up to three arms of any size, or five of which none but the first is above a quarter
        Random random = new Random(seed);
        int most = count <= 3 ? 100_000 : 25_000;
        int[] before = new int[count];
        int left = 100_000;
        for (int i = 1; i < count; i++) {
            before[i] = random.nextInt(Math.min(most, left) + 1);
            left -= before[i];
        }
        before[0] = left;
        int growing = 1 + random.nextInt(count - 1);
        int[] after = before.clone();
        int growth = random.nextInt(Math.min(most - before[growing], left) + 1);
        after[growing] += growth;
        after[0] -= growth;

        // When
        Draw earlier = draw(before);
        Draw later = draw(after);

        // Then
        Set<String> moves = moves(earlier, later);
        assertThat(moves).isSubsetOf("arm-0 to arm-" + growing);
    }

    @Property(tries = 100, seed = "20261127")
    void ofTwoArmsTheShrinkingOneLosesAndNobodyElseMoves(
            @ForAll @IntRange(max = 100_000) int before, @ForAll @IntRange(max = 100_000) int after) {
        Set<String> moves = moves(draw(new int[] {100_000 - before, before}), draw(new int[] {100_000 - after, after}));

        assertThat(moves).isSubsetOf(before < after ? "arm-0 to arm-1" : "arm-1 to arm-0");
    }

    @Test
    void anArmThatIsAddedTakesFromTheFirst() {
        Draw earlier = draw(new int[] {70_000, 20_000, 10_000});
        Draw later = draw(new int[] {60_000, 20_000, 10_000, 10_000});

        assertThat(moves(earlier, later)).containsExactly("arm-0 to arm-3");
    }

    @Test
    void theSameUserGetsTheSameArmFromEveryEdgeForEver() {
        Draw draw = new Draw("trial", split(StickyBy.USER, arm("old", 50), arm("new", 50)));

        // Figures that must never change: every user would be dealt a new arm.
        assertThat(IntStream.range(0, 6).map(user -> draw.bucket("user-" + user)))
                .containsExactly(31_567, 36_519, 11_754, 9_722, 20_249, 98_223);
    }

    @Test
    void twoPoliciesDealIndependently() {
        Draw one = new Draw("one", split(StickyBy.USER, arm("a", 50), arm("b", 50)));
        Draw two = new Draw("two", split(StickyBy.USER, arm("a", 50), arm("b", 50)));

        long alike = IntStream.range(0, 10_000)
                .filter(user -> one.arm(one.bucket("u" + user))
                        .name()
                        .equals(two.arm(two.bucket("u" + user)).name()))
                .count();

        assertThat(alike).isBetween(4_800L, 5_200L);
    }

    @Test
    void goesByUserThenSessionThenKey() {
        Draw draw = new Draw("trial", split(StickyBy.USER, arm("old", 50), arm("new", 50)));

        assertThat(draw.arm(plain().from("u", "s"), 1)).isEqualTo(draw.arm(draw.bucket("u")));
        assertThat(draw.arm(plain().from(null, "s"), 2)).isEqualTo(draw.arm(draw.bucket("s")));
        assertThat(draw.arm(plain(), 3)).isEqualTo(draw.arm(draw.bucket(SampleFacts.KEY.value())));
    }

    @Test
    void goesBySessionOrKeyWhereToldTo() {
        Draw bySession = new Draw("trial", split(StickyBy.SESSION, arm("old", 50), arm("new", 50)));
        Draw byKey = new Draw("trial", split(StickyBy.KEY, arm("old", 50), arm("new", 50)));

        for (int i = 0; i < 50; i++) {
            KeyHash key = KeyHash.of("key " + i);
            SampleFacts facts = plain().withKey(key).from("u" + i, "s" + i);
            assertThat(bySession.arm(facts, i)).isEqualTo(bySession.arm(bySession.bucket("s" + i)));
            assertThat(byKey.arm(facts, i)).isEqualTo(byKey.arm(byKey.bucket(key.value())));
        }
    }

    private static Draw draw(int[] shares) {
        List<Arm> arms = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            arms.add(arm("arm-" + i, shares[i] / 1000.0));
        }
        return new Draw("policy", split(StickyBy.USER, arms.toArray(Arm[]::new)));
    }

    private static Set<String> moves(Draw earlier, Draw later) {
        Set<String> moves = new HashSet<>();
        for (int bucket = 0; bucket < Draw.BUCKETS; bucket++) {
            String from = earlier.arm(bucket).name();
            String to = later.arm(bucket).name();
            if (!from.equals(to)) {
                moves.add(from + " to " + to);
            }
        }
        return moves;
    }

    private static List<Arm> arms(Random random, int count) {
        int[] cuts = random.ints(count - 1, 0, 100_001).sorted().toArray();
        List<Arm> arms = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = i < cuts.length ? cuts[i] : 100_000;
            arms.add(arm("arm-" + i, (to - from) / 1000.0));
            from = to;
        }
        return arms;
    }

    /** Arms that are expected less than five times are taken together. */
    private static double chiSquare(List<Arm> arms, Map<String, Integer> counts, int all) {
        double sum = 0;
        double restExpected = 0;
        double restSeen = 0;
        for (Arm arm : arms) {
            double expected = all * arm.percent() / 100;
            int seen = counts.getOrDefault(arm.name(), 0);
            if (expected < 5) {
                restExpected += expected;
                restSeen += seen;
            } else {
                sum += (seen - expected) * (seen - expected) / expected;
            }
        }
        return restExpected < 5 ? sum : sum + (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
    }

    private static int degrees(List<Arm> arms) {
        return Math.max(1, arms.size() - 1);
    }
}
