package dev.fairlead.contracts.identity;

import java.util.random.RandomGenerator;

/**
 * One generation: the unit that is answered, traced, settled and booked, and the idempotency key of its booking.
 *
 * <p>Starts with the time in milliseconds, so that ids sort by time and land together in a database index.
 *
 * @param value {@code gen-} and 26 characters of Crockford's base 32
 */
public record GenerationId(String value) implements Identifier {

    private static final String PREFIX = "gen-";
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;

    public GenerationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a generation id");
        }
    }

    public static boolean isValid(String value) {
        if (value.length() != PREFIX.length() + TIME_CHARACTERS + RANDOM_CHARACTERS || !value.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < value.length(); i++) {
            if (ALPHABET.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A new id.
     *
     * @param epochMillis the time now
     * @param random the source of the 80 random bits
     */
    public static GenerationId create(long epochMillis, RandomGenerator random) {
        char[] text = new char[PREFIX.length() + TIME_CHARACTERS + RANDOM_CHARACTERS];
        PREFIX.getChars(0, PREFIX.length(), text, 0);
        long time = epochMillis;
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            text[PREFIX.length() + i] = ALPHABET.charAt((int) (time & 31));
            time >>>= 5;
        }
        long bits = random.nextLong();
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            if (i == RANDOM_CHARACTERS / 2) {
                bits = random.nextLong();
            }
            text[PREFIX.length() + TIME_CHARACTERS + i] = ALPHABET.charAt((int) (bits & 31));
            bits >>>= 5;
        }
        return new GenerationId(new String(text));
    }

    @Override
    public String toString() {
        return value;
    }
}
