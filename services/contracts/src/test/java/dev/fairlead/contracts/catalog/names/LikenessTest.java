package dev.fairlead.contracts.catalog.names;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

class LikenessTest {

    @Property(tries = 500, seed = "20261128")
    void distanceIsLevenshteinsUpToTheLimit(@ForAll long seed) {
        Random random = new Random(seed);
        String a = word(random, 12);
        String b = random.nextBoolean() ? word(random, 12) : a.replaceFirst("a", word(random, 3));
        int limit = random.nextInt(14);
        int[] row = new int[30];
        Arrays.fill(row, random.nextInt(50));

        assertThat(Likeness.distance(a, b, limit, row))
                .as("'%s' and '%s' up to %d", a, b, limit)
                .isEqualTo(Math.min(limit + 1, levenshtein(a, b)));
    }

    @Property(tries = 200, seed = "20261129")
    void theNearestAreThoseThatASortFinds(@ForAll long seed) {
        Random random = new Random(seed);
        List<Target> targets = IntStream.range(0, 40)
                .mapToObj(i -> "x/" + word(random, 6) + i)
                .sorted()
                .map(id -> new Target(0, id, List.of(), null))
                .toList();
        String name = word(random, 8);
        int tolerable = Math.max(3, name.length() / 2);

        List<String> nearest =
                new Likeness(targets).nearest(name, 3, target -> target.id().length() % 3 != 0);

        assertThat(nearest)
                .isEqualTo(targets.stream()
                        .map(Target::id)
                        .filter(id -> id.length() % 3 != 0)
                        .filter(id -> score(name, id) <= tolerable)
                        .sorted(Comparator.comparingInt((String id) -> score(name, id))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(3)
                        .toList());
    }

    private static int score(String name, String id) {
        return Math.min(levenshtein(name, id), levenshtein(name, id.substring(2)));
    }

    private static String word(Random random, int longest) {
        return random.ints(random.nextInt(longest + 1), 'a', 'e')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int levenshtein(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                } else {
                    int changed = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    table[i][j] = Math.min(changed, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                }
            }
        }
        return table[a.length()][b.length()];
    }
}
