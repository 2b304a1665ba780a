package dev.fairlead.billing.key;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

import dev.fairlead.contracts.identity.KeyHash;

/**
 * An API key in plain: exists from its making to its being shown, and is not stored.
 *
 * @param value as its holder presents it
 */
public record KeySecret(String value) {

    /** What every key of Fairlead begins with. */
    public static final String PREFIX = "sk-fl-";

    private static final String VERSION = PREFIX + "v1-";
    private static final int RANDOM_BYTES = 32;
    private static final int SHOWN_AT_START = VERSION.length() + 3;
    private static final int SHOWN_AT_END = 4;

    /** A new key with 256 random bits. */
    static KeySecret create(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new KeySecret(VERSION + HexFormat.of().formatHex(bytes));
    }

    public KeyHash hash() {
        return KeyHash.of(value);
    }

    /** The key with its middle masked; too little to guess the rest. */
    String label() {
        if (value.length() < 4 * SHOWN_AT_END + SHOWN_AT_START) {
            return PREFIX + "...";
        }
        return value.substring(0, SHOWN_AT_START) + "..." + value.substring(value.length() - SHOWN_AT_END);
    }

    /** Not the key: it would end up in a log one day. */
    @Override
    public String toString() {
        return label();
    }
}
