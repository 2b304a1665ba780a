package dev.fairlead.contracts.catalog.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The layout, from which writer and reader must not differ. After four letters and the version comes a stream that is
 * deflated: the snapshot's version and time, the shared texts, lists and price schedules, the providers, the models.
 *
 * <p>Whole numbers are written in groups of seven bits. What occurs often is written once and referred to by its place.
 * Each model is preceded by its length and by a digest of its content, so that a reader that has it already skips it.
 */
final class Format {

    static final byte[] MAGIC = "FLCS".getBytes(StandardCharsets.US_ASCII);

    /** Grows with every change of the layout. */
    static final int VERSION = 1;

    /** Nothing that is written in one piece is longer: a longer one is a mistake, and not worth the memory. */
    static final int LONGEST = 1 << 26;

    private Format() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
