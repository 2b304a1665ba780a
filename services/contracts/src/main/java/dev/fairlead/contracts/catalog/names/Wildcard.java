package dev.fairlead.contracts.catalog.names;

import java.util.Locale;

/** A name with stars, each of which stands for any characters: {@code author/*}, {@code *}{@code /claude-*}. */
public final class Wildcard {

    private final String pattern;
    private final boolean ofSlug;

    private Wildcard(String pattern) {
        this.pattern = pattern;
        this.ofSlug = pattern.indexOf('/') < 0;
    }

    public static boolean is(String name) {
        return name.indexOf('*') >= 0;
    }

    public static Wildcard of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return new Wildcard(lower.equals("/*") ? "*" : lower);
    }

    /** A pattern without a slash is one of slugs, whoever the author is. */
    public boolean matches(String id) {
        return matches(ofSlug ? Spellings.slug(id) : id, 0, 0);
    }

    /** Goes back to the last star only, which is enough, and keeps the time within the product of the lengths. */
    private boolean matches(String text, int textStart, int patternStart) {
        int t = textStart;
        int p = patternStart;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
