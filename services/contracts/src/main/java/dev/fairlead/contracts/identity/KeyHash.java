package dev.fairlead.contracts.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An API key as everything but its holder knows it: the SHA-256 of the key, in lower-case hexadecimal. The key itself
 * is shown once and stored nowhere.
 *
 * @param value 64 hexadecimal digits
 */
public record KeyHash(String value) implements Identifier {

    private static final int LENGTH = 64;

    public KeyHash {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a key hash is 64 lower-case hexadecimal digits");
        }
    }

    public static boolean isValid(String value) {
        return value.length() == LENGTH
                && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** The hash of a key as a caller presents it, whatever it consists of. */
    public static KeyHash of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new KeyHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
