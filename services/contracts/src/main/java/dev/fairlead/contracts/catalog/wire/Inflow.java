package dev.fairlead.contracts.catalog.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Inflates piece by piece, since the whole is too large to lie in memory at once for no reason. */
final class Inflow implements AutoCloseable {

    private final Inflater inflater = new Inflater();
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int limit;

    Inflow(byte[] bytes, int from) {
        this.in =
                new InflaterInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from), inflater, 1 << 13);
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new SnapshotFormatException("a number does not end");
    }

    int size() throws IOException {
        long value = number();
        if (value < 0 || value > Format.LONGEST) {
            throw new SnapshotFormatException("a length of " + value);
        }
        return (int) value;
    }

    long eight() throws IOException {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (octet() & 0xFF);
        }
        return value;
    }

    void read(byte[] into, int length) throws IOException {
        int done = 0;
        while (done < length) {
            fill();
            int part = Math.min(length - done, limit - position);
            System.arraycopy(buffer, position, into, done, part);
            position += part;
            done += part;
        }
    }

    void skip(int length) throws IOException {
        int done = 0;
        while (done < length) {
            fill();
            int part = Math.min(length - done, limit - position);
            position += part;
            done += part;
        }
    }

    private byte octet() throws IOException {
        fill();
        return buffer[position++];
    }

    private void fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                limit = 0;
                throw new SnapshotFormatException("it ends too early");
            }
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
