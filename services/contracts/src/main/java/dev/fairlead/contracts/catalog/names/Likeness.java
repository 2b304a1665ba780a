package dev.fairlead.contracts.catalog.names;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** Finds the names that are most like a wrong one. Thousands are looked at for each wrong name, so it looks away early. */
final class Likeness {

    private record Entry(Target target, String id, String slug, long idLetters, long slugLetters) {}

    private record Scored(String id, int distance) {}

    private static final Comparator<Scored> LIKEST_FIRST =
            Comparator.comparingInt(Scored::distance).thenComparing(Scored::id);

    private final List<Entry> entries;
    private final int longest;

    Likeness(List<Target> targets) {
        this.entries = targets.stream().map(Likeness::entry).toList();
        this.longest =
                entries.stream().mapToInt(entry -> entry.id.length()).max().orElse(0);
    }

    private static Entry entry(Target target) {
        String id = target.id().toLowerCase(Locale.ROOT);
        String slug = Spellings.slug(id);
        return new Entry(target, id, slug, letters(id), letters(slug));
    }

    /** The ids of up to {@code count} wanted models, the likest first. */
    List<String> nearest(String name, int count, Predicate<Target> wanted) {
        String lower = name.toLowerCase(Locale.ROOT);
        long letters = letters(lower);
        int tolerable = Math.max(3, lower.length() / 2);
        int[] row = new int[longest + 1];
        PriorityQueue<Scored> best = new PriorityQueue<>(LIKEST_FIRST.reversed());
        for (Entry entry : entries) {
            // They come in order of their ids, so of two that are equally like the first one is kept.
            int limit = best.size() < count ? tolerable : best.element().distance() - 1;
            int distance = distance(lower, letters, entry.id, entry.idLetters, limit, row);
            distance = Math.min(
                    distance, distance(lower, letters, entry.slug, entry.slugLetters, Math.min(limit, distance), row));
            if (distance <= limit && wanted.test(entry.target)) {
                best.add(new Scored(entry.target.id(), distance));
                if (best.size() > count) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(LIKEST_FIRST).map(Scored::id).toList();
    }

    private static int distance(String a, long lettersOfA, String b, long lettersOfB, int limit, int[] row) {
        // Each letter that only one of them has costs a change; a change can settle one of each side.
        int least = Math.max(Long.bitCount(lettersOfA & ~lettersOfB), Long.bitCount(lettersOfB & ~lettersOfA));
        return least > limit ? limit + 1 : distance(a, b, limit, row);
    }

    /**
     * Levenshtein's distance, or {@code limit + 1} if it is greater than the limit. Looks only at what is no further from
     * the diagonal than the limit, and not at all at what begins or ends alike.
     *
     * @param row to work on; longer than {@code b}
     */
    static int distance(String a, String b, int limit, int[] row) {
        int start = 0;
        int endOfA = a.length();
        int endOfB = b.length();
        while (start < endOfA && start < endOfB && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        while (endOfA > start && endOfB > start && a.charAt(endOfA - 1) == b.charAt(endOfB - 1)) {
            endOfA--;
            endOfB--;
        }
        int n = endOfA - start;
        int m = endOfB - start;
        int beyond = limit + 1;
        if (Math.abs(n - m) > limit) {
            return beyond;
        }
        for (int j = 0; j <= m; j++) {
            row[j] = Math.min(j, beyond);
        }
        for (int i = 1; i <= n; i++) {
            int from = Math.max(1, i - limit);
            int to = Math.min(m, i + limit);
            int diagonal = row[from - 1];
            row[from - 1] = from == 1 ? Math.min(i, beyond) : beyond;
            int least = row[from - 1];
            for (int j = from; j <= to; j++) {
                int changed = diagonal + (a.charAt(start + i - 1) == b.charAt(start + j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(diagonal, row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return beyond;
            }
        }
        return Math.min(row[m], beyond);
    }

    /** The set of characters of a name, folded into 64. */
    private static long letters(String name) {
        long letters = 0;
        for (int i = 0; i < name.length(); i++) {
            letters |= 1L << (name.charAt(i) & 63);
        }
        return letters;
    }
}
