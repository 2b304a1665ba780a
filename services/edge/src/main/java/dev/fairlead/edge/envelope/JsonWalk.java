package dev.fairlead.edge.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Steps through the elements of an array or the members of an object, in a text that is known to be valid: an array
 * that has been {@linkplain JsonIndex indexed}. Nothing is copied or decoded, and a value that nobody asks the end of is
 * passed over once. Not thread-safe.
 */
public final class JsonWalk {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private final byte[] json;
    private final boolean object;
    private int keyStart;
    private int keyEnd;
    private int start;
    /** Behind the value; -1 while nobody knows. */
    private int end;

    /** A walk through the container whose opening bracket is at {@code open}. */
    public JsonWalk(byte[] json, int open) {
        this.json = json;
        this.object = json[open] == '{';
        this.start = open;
        this.end = open + 1;
    }

    /** Goes to the next element or member; false if there is none. */
    public boolean next() {
        int p = space(valueEnd());
        if (json[p] == ',') {
            p = space(p + 1);
        }
        if (json[p] == ']' || json[p] == '}') {
            end = p;
            return false;
        }
        if (object) {
            keyStart = p + 1;
            keyEnd = string(json, p, json.length) - 1;
            p = space(space(keyEnd + 1) + 1);
        }
        start = p;
        end = -1;
        return true;
    }

    /** Whether the member has this name, which must be ASCII. One that is spelled with escapes has none. */
    public boolean keyIs(String name) {
        return isText(keyStart, keyEnd, name);
    }

    public int valueStart() {
        return start;
    }

    /** Where the value ends, exclusive. */
    public int valueEnd() {
        if (end < 0) {
            end = skip(json, start, json.length);
        }
        return end;
    }

    public boolean isString() {
        return json[start] == '"';
    }

    public boolean isArray() {
        return json[start] == '[';
    }

    public boolean isObject() {
        return json[start] == '{';
    }

    /** Whether the value is the string {@code text}, which must be ASCII without escapes. */
    public boolean stringIs(String text) {
        return isString()
                && isText(start + 1, start + 1 + text.length(), text)
                && json[start + 1 + text.length()] == '"';
    }

    /** A walk through the value, which has to be a container. Once that has ended, say so to {@link #left}. */
    public JsonWalk into() {
        return new JsonWalk(json, start);
    }

    /** The walk through the value has come to its end: where that was need not be found again. */
    public void left(JsonWalk inner) {
        end = inner.end + 1;
    }

    /** Where the value that starts at {@code p} ends, exclusive; {@code limit} if that is not before it. */
    public static int skip(byte[] json, int p, int limit) {
        return switch (json[p]) {
            case '"' -> string(json, p, limit);
            case '{', '[' -> container(json, p, limit);
            default -> scalar(json, p, limit);
        };
    }

    private static int container(byte[] json, int open, int limit) {
        int depth = 0;
        int p = open;
        while (p < limit) {
            switch (json[p]) {
                case '"' -> {
                    p = string(json, p, limit);
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            p++;
            if (depth == 0) {
                return p;
            }
        }
        return limit;
    }

    private static int scalar(byte[] json, int start, int limit) {
        int p = start;
        while (p < limit && json[p] > ' ' && json[p] != ',' && json[p] != ']' && json[p] != '}') {
            p++;
        }
        return p;
    }

    private static int string(byte[] json, int open, int limit) {
        int p = open + 1;
        while (p < limit) {
            if (p + Long.BYTES <= limit) {
                long word = (long) LONGS.get(json, p);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                long special = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
                if (special == 0) {
                    p += Long.BYTES;
                    continue;
                }
                // Borrows can mark a byte above a marked one by mistake, never below: the first one is always right.
                p += Long.numberOfTrailingZeros(special) >> 3;
            }
            if (json[p] == '"') {
                return p + 1;
            }
            p += json[p] == '\\' ? 2 : 1;
        }
        return limit;
    }

    private boolean isText(int from, int to, String text) {
        if (to - from != text.length() || to > json.length) {
            return false;
        }
        for (int k = 0; k < text.length(); k++) {
            if (json[from + k] != text.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private int space(int from) {
        int p = from;
        while (json[p] <= ' ' && json[p] >= 0) {
            p++;
        }
        return p;
    }
}
