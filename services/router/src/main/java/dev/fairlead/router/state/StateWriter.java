package dev.fairlead.router.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers compactly: most are small, and take one byte. Not thread-safe. */
public final class StateWriter {

    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[4096];
    private int length;

    /** A number that is usually small and never negative; a negative one is right, but takes ten bytes. */
    public StateWriter number(long value) {
        reserve(LONGEST_NUMBER);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** A number that is usually near zero, on either side. */
    public StateWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    public StateWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** All that was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
