package dev.fairlead.router.state;

import java.nio.charset.StandardCharsets;

/** Reads what a {@link StateWriter} wrote. Not thread-safe. */
public final class StateReader {

    private static final int LAST_SHIFT = 63;

    private final byte[] bytes;
    private int position;

    public StateReader(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The counterpart of {@link StateWriter#number}. */
    public long number() throws MalformedStateException {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            if (position >= bytes.length) {
                throw new MalformedStateException("it ends too early");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedStateException("a number is too long");
    }

    /** A number within bounds, both inclusive. */
    public int number(int least, int most) throws MalformedStateException {
        return within(number(), least, most);
    }

    /** The counterpart of {@link StateWriter#signed}, within bounds, both inclusive. */
    public int signed(int least, int most) throws MalformedStateException {
        long folded = number();
        return within((folded >>> 1) ^ -(folded & 1), least, most);
    }

    /** The counterpart of {@link StateWriter#text}. */
    public String text() throws MalformedStateException {
        long announced = number();
        int length = within(announced, 0, bytes.length - position);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Whether all has been read. */
    public boolean isAtEnd() {
        return position == bytes.length;
    }

    private static int within(long value, int least, int most) throws MalformedStateException {
        if (value < least || value > most) {
            throw new MalformedStateException(value + " is not from " + least + " to " + most);
        }
        return (int) value;
    }
}
