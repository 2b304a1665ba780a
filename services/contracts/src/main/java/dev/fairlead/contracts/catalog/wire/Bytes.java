package dev.fairlead.contracts.catalog.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes, one after the other, in an array that grows. */
final class Bytes {

    private byte[] array = new byte[256];
    private int size;

    void octet(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    /** Any number, though those that are small and not negative take the least room. */
    void number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void eight(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
    }

    void raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
    }

    void raw(Bytes other) {
        ensure(other.size);
        System.arraycopy(other.array, 0, array, size, other.size);
        size += other.size;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(array, 0, size);
    }

    /** Eight bytes of a cryptographic digest: what differs has another one. */
    long digest(MessageDigest digest) {
        digest.update(array, 0, size);
        byte[] whole = digest.digest();
        long eight = 0;
        for (int i = 0; i < 8; i++) {
            eight = eight << 8 | (whole[i] & 0xFF);
        }
        return eight;
    }

    private void ensure(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }
}
