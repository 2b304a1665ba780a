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

    Likeness(List<Target> targets) {
        this.entries = targets.stream().map(Likeness::entry).toList();
    }

    private static Entry entry(Target target) {
        String id = target.model().id().toLowerCase(Locale.ROOT);
        String slug = Spellings.slug(id);
        return new Entry(target, id, slug, letters(id), letters(slug));
    }

    /** The ids of up to {@code count} wanted models, the likest first. */
    List<String> nearest(String name, int count, Predicate<Target> wanted) {
        String lower = name.toLowerCase(Locale.ROOT);
        long letters = letters(lower);
        int tolerable = Math.max(3, lower.length() / 2);
        PriorityQueue<Scored> best = new PriorityQueue<>(LIKEST_FIRST.reversed());
        for (Entry entry : entries) {
            int limit = best.size() < count ? tolerable : best.element().distance();
            int distance = distance(lower, letters, entry.id, entry.idLetters, limit);
            distance = Math.min(distance, distance(lower, letters, entry.slug, entry.slugLetters, limit));
            if (distance <= limit && wanted.test(entry.target)) {
                best.add(new Scored(entry.target.model().id(), distance));
                if (best.size() > count) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(LIKEST_FIRST).map(Scored::id).toList();
    }

    private static int distance(String a, long lettersOfA, String b, long lettersOfB, int limit) {
        // Each letter that only one of them has costs a change; a change can settle one of each side.
        int least = Math.max(Long.bitCount(lettersOfA & ~lettersOfB), Long.bitCount(lettersOfB & ~lettersOfA));
        return least > limit || Math.abs(a.length() - b.length()) > limit ? limit + 1 : distance(a, b, limit);
    }

    /** Levenshtein's distance, or something beyond the limit if it is beyond the limit. */
    static int distance(String a, String b, int limit) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return limit + 1;
            }
        }
        return row[b.length()];
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
