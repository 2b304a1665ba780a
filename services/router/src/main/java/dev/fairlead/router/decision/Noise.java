package dev.fairlead.router.decision;

import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What is left out of prompts that are learned from. Our {@link Vocabulary} knows the words of our own examples, and
 * would be trusted as if it knew everybody's: so examples are learned with holes in them, too.
 */
final class Noise {

    /** Nothing is left out. */
    static final Noise NONE = new Noise(null);

    private static final float WORDS = 0.5f;
    private static final float ENTRIES = 0.6f;
    private static final int FEW_WORDS = 4;

    private final @Nullable Random random;

    private Noise(@Nullable Random random) {
        this.random = random;
    }

    static Noise of(Random random) {
        return new Noise(random);
    }

    /** Whether a word of a prompt of this many words is left out. */
    boolean hidesWord(int words) {
        return random != null && words >= FEW_WORDS && random.nextFloat() < WORDS;
    }

    /** Whether the vocabulary does not know an entry this time. */
    boolean hidesEntry() {
        return random != null && random.nextFloat() < ENTRIES;
    }
}
