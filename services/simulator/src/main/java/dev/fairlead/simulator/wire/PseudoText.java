package dev.fairlead.simulator.wire;

import dev.fairlead.simulator.behaviour.Draws;

/**
 * Text without meaning, always the same for a seed, one word for each token. It needs no escaping in JSON, and has
 * characters of one to four bytes in UTF-8, so that a reader who splits them wrongly is found out.
 */
public final class PseudoText {

    private static final String[] WORDS = {
        "the",
        "harbour",
        "lies",
        "quiet",
        "under",
        "a",
        "pale",
        "moon",
        "while",
        "ropes",
        "creak",
        "and",
        "gulls",
        "drift",
        "over",
        "slow",
        "water",
        "every",
        "tide",
        "brings",
        "another",
        "sail",
        "from",
        "some",
        "distant",
        "coast",
        "where",
        "lanterns",
        "burn",
        "all",
        "night",
        "for",
        "those",
        "still",
        "at",
        "sea",
        "old",
        "charts",
        "speak",
        "of",
        "currents",
        "that",
        "no",
        "pilot",
        "trusts",
        "yet",
        "we",
        "steer",
        "by",
        "them",
        "café",
        "naïve",
        "Übung",
        "80€",
        "wind",
        "turns",
        "north",
        "before",
        "dawn",
        "anchors",
        "rise",
        "softly",
        "home",
        "⚓🚢"
    };
    private static final int REMEMBERED_TOKENS = 1024;

    private final long seed;
    // The texts of whole short answers: what a benchmark asks for again and again.
    private final String[] whole = new String[REMEMBERED_TOKENS + 1];

    public PseudoText(long seed) {
        this.seed = seed;
    }

    /** The text of the tokens from one (counted from zero) up to another. */
    public String between(int from, int to) {
        if (from != 0 || to > REMEMBERED_TOKENS) {
            return write(from, to);
        }
        String known = whole[to];
        if (known == null) {
            known = write(0, to);
            whole[to] = known; // a race writes the same text twice
        }
        return known;
    }

    private String write(int from, int to) {
        StringBuilder text = new StringBuilder((to - from) * 8);
        for (int token = from; token < to; token++) {
            if (token > 0) {
                text.append(' ');
            }
            text.append(WORDS[(int) (Draws.bits(seed, 0, token) >>> 58)]);
        }
        return text.toString();
    }
}
