package dev.fairlead.edge.request;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.fairlead.edge.envelope.JsonText;

/** The beginning and the end of a text that lies in one or more JSON strings, without decoding what is between. */
final class Excerpt {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    /** How many bytes the longest escape has: a character that JSON writes as a backslash, a u and four digits. */
    private static final int LONGEST_ESCAPE = 6;

    private static final char UNKNOWN = '\ufffd';

    private Excerpt() {}

    /** Where the strings of a text lie, quotes included. */
    static final class Places {

        private int[] places = new int[2];
        private int size;

        void add(int start, int end) {
            if (2 * size == places.length) {
                places = Arrays.copyOf(places, 4 * size);
            }
            places[2 * size] = start;
            places[2 * size + 1] = end;
            size++;
        }

        int size() {
            return size;
        }

        /** Where the text of string {@code i} starts, behind its quote. */
        int start(int i) {
            return places[2 * i] + 1;
        }

        /** Where the text of string {@code i} ends, at its quote. */
        int end(int i) {
            return places[2 * i + 1] - 1;
        }

        private long bytes() {
            long bytes = 0;
            for (int i = 0; i < size; i++) {
                bytes += end(i) - start(i);
            }
            return bytes;
        }
    }

    /** The text, or its first and last bytes if it is longer; a line ends where something is left out. */
    static String of(byte[] json, Places places, int headBytes, int tailBytes) {
        StringBuilder text = new StringBuilder();
        boolean whole = places.bytes() <= headBytes + tailBytes;
        int room = whole ? headBytes + tailBytes : headBytes;
        for (int i = 0; i < places.size() && room > 0; i++) {
            int start = places.start(i);
            int end = places.end(i) - start <= room ? places.end(i) : boundary(json, start, start + room);
            append(json, start, end, text);
            room -= places.end(i) - start;
        }
        if (!whole && tailBytes > 0) {
            appendTail(json, places, tailBytes, text);
        }
        return withoutHalves(text);
    }

    private static void appendTail(byte[] json, Places places, int tailBytes, StringBuilder text) {
        int first = places.size();
        long room = tailBytes;
        while (room > 0) {
            first--;
            room -= places.end(first) - places.start(first);
        }
        // What the room is short of is what the first string has too much.
        int start = (int) (places.start(first) - room);
        append(json, boundary(json, places.start(first), start), places.end(first), text);
        for (int i = first + 1; i < places.size(); i++) {
            append(json, places.start(i), places.end(i), text);
        }
    }

    private static void append(byte[] json, int start, int end, StringBuilder text) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(JsonText.decode(json, start - 1, end + 1));
    }

    /** The first place from {@code from} on that is neither within a character nor within an escape. */
    private static int boundary(byte[] json, int start, int from) {
        int p = from;
        while ((json[p] & 0xc0) == 0x80) {
            p++;
        }
        for (int b = p - 1; b >= Math.max(start, p - LONGEST_ESCAPE + 1); b--) {
            if (json[b] == '\\') {
                int length = json[b + 1] == 'u' ? LONGEST_ESCAPE : 2;
                p = beginsEscape(json, start, b) ? Math.max(p, b + length) : p;
                break;
            }
        }
        return isSecondHalf(json, p) ? p + LONGEST_ESCAPE : p;
    }

    /** Whether an escape stands there that is the second half of a character. */
    private static boolean isSecondHalf(byte[] json, int p) {
        return json[p] == '\\'
                && json[p + 1] == 'u'
                && Character.digit(json[p + 2], 16) == 0xd
                && Character.digit(json[p + 3], 16) >= 0xc;
    }

    /** Whether the backslash at {@code p} is not itself what the one before it escapes. */
    private static boolean beginsEscape(byte[] json, int start, int p) {
        int first = p;
        while (first > start && json[first - 1] == '\\') {
            first--;
        }
        return (p - first) % 2 == 0;
    }

    /** A character whose other half is missing cannot be written as UTF-8. */
    private static String withoutHalves(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                text.setCharAt(i, UNKNOWN);
            }
        }
        return text.toString();
    }

    /**
     * How many characters {@code json[start..end)} has at least: the bytes that begin one, less six for each backslash.
     */
    static long characters(byte[] json, int start, int end) {
        int p = start;
        long inner = 0;
        long escapes = 0;
        for (; p + Long.BYTES <= end; p += Long.BYTES) {
            long word = (long) LONGS.get(json, p);
            long backslash = word ^ BACKSLASHES;
            long escaping = (backslash - ONES) & ~backslash & HIGHS;
            if ((escaping | (word & HIGHS)) != 0) {
                inner += Long.bitCount(word & ~(word << 1) & HIGHS);
                escapes += Long.bitCount(escaping);
            }
        }
        for (; p < end; p++) {
            inner += (json[p] & 0xc0) == 0x80 ? 1 : 0;
            escapes += json[p] == '\\' ? 1 : 0;
        }
        return Math.max(0, end - start - inner - LONGEST_ESCAPE * escapes);
    }
}
