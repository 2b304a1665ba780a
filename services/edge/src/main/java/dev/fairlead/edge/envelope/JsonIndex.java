package dev.fairlead.edge.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The members of one JSON object, by their places in its bytes. One pass validates the whole text (syntax, UTF-8, depth)
 * and notes where each top-level member and its value lie; nothing is copied or decoded.
 *
 * <p>An index may be used for one text after the other and then allocates nothing. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, JSON</a>
 */
public final class JsonIndex {

    /** What a value is, as its first byte tells. */
    public enum Kind {
        STRING,
        NUMBER,
        OBJECT,
        ARRAY,
        TRUE,
        FALSE,
        NULL
    }

    /** Containers within containers; deeper texts are refused. */
    public static final int MAX_DEPTH = 200;

    /** Members of the object itself; each is compared with all before it, so there must be an end. */
    public static final int MAX_MEMBERS = 1_000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    /** Per member: start and end of the key's text, start and end of the value, elements of a container. */
    private static final int SLOTS = 5;

    private byte[] json = new byte[0];
    private int end;
    private int[] places = new int[16 * SLOTS];
    private Kind[] kinds = new Kind[16];
    private boolean[] onlyObjects = new boolean[16];
    private int size;
    private int close;
    /** A bit for each key that is there, by length and first letter: most names that are not there have none. */
    private long keys;

    private boolean capitals;
    /** One bit for each open container: 1 for an object. */
    private final long[] containers = new long[MAX_DEPTH / Long.SIZE + 1];

    private int elements;
    private boolean elementsAreObjects;

    /** Indexes a whole array. */
    public static JsonIndex of(byte[] json) {
        JsonIndex index = new JsonIndex();
        index.index(json, 0, json.length);
        return index;
    }

    /**
     * Indexes the object that is all of {@code json[from..to)} but for white space.
     *
     * @throws JsonFault if it is not one valid JSON object, or has a duplicate or escaped top-level key
     */
    public void index(byte[] json, int from, int to) {
        this.json = json;
        this.end = to;
        this.size = 0;
        this.keys = 0;
        this.capitals = false;
        int p = space(from);
        if (p >= to || json[p] != '{') {
            throw new JsonFault("the body must be a JSON object", p);
        }
        p = space(p + 1);
        if (p < to && json[p] == '}') {
            close = p;
            finish(p + 1);
            return;
        }
        while (true) {
            p = member(p);
            p = space(p);
            byte b = at(p);
            if (b == '}') {
                close = p;
                finish(p + 1);
                return;
            }
            if (b != ',') {
                throw new JsonFault("',' or '}' is expected", p);
            }
            p = space(p + 1);
        }
    }

    /** The number of members. */
    public int size() {
        return size;
    }

    /** The place of the object's closing brace. */
    public int close() {
        return close;
    }

    /** The bytes that were indexed. */
    public byte[] bytes() {
        return json;
    }

    /** The member of this name, or -1. {@code name} must be ASCII. */
    public int find(String name) {
        if (!name.isEmpty() && (keys & bit(name.length(), name.charAt(0))) == 0) {
            return -1;
        }
        for (int i = 0; i < size; i++) {
            if (keyIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a member whose name is that of the other's member {@code i}, but for the case of its letters. */
    public boolean hasIgnoringCase(JsonIndex other, int i) {
        String name = other.key(i);
        for (int k = 0; k < size; k++) {
            if (name.equalsIgnoreCase(key(k))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a key has a capital letter. */
    public boolean hasCapitals() {
        return capitals;
    }

    private static long bit(int length, int first) {
        return 1L << (length * 5 + first);
    }

    /** Whether member {@code i} has exactly this name. */
    public boolean keyIs(int i, String name) {
        int start = places[i * SLOTS];
        int length = name.length();
        if (places[i * SLOTS + 1] - start != length) {
            return false;
        }
        for (int k = 0; k < length; k++) {
            if (json[start + k] != name.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /** The name of member {@code i}. */
    public String key(int i) {
        int start = places[i * SLOTS];
        return new String(json, start, places[i * SLOTS + 1] - start, StandardCharsets.UTF_8);
    }

    /** Where member {@code i} starts: at the quote of its key. */
    public int memberStart(int i) {
        return places[i * SLOTS] - 1;
    }

    public int valueStart(int i) {
        return places[i * SLOTS + 2];
    }

    /** Where the value of member {@code i} ends, exclusive; also the end of the member. */
    public int valueEnd(int i) {
        return places[i * SLOTS + 3];
    }

    public Kind kind(int i) {
        return kinds[i];
    }

    /** How many elements the container that member {@code i} is has; 0 for other kinds. */
    public int elements(int i) {
        return places[i * SLOTS + 4];
    }

    /** Whether every element of the array that member {@code i} is is an object. */
    public boolean hasOnlyObjects(int i) {
        return onlyObjects[i];
    }

    /** The bytes of the value of member {@code i}. */
    public byte[] value(int i) {
        return Arrays.copyOfRange(json, valueStart(i), valueEnd(i));
    }

    /** Whether the value of member {@code i} is the string {@code text}, which must be ASCII without escapes. */
    public boolean stringIs(int i, String text) {
        int start = valueStart(i) + 1;
        if (kind(i) != Kind.STRING || valueEnd(i) - 1 - start != text.length()) {
            return false;
        }
        for (int k = 0; k < text.length(); k++) {
            if (json[start + k] != text.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private int member(int p) {
        if (at(p) != '"') {
            throw new JsonFault("a key in double quotes is expected", p);
        }
        int keyStart = p + 1;
        int keyEnd = string(p) - 1;
        requirePlain(keyStart, keyEnd);
        p = space(keyEnd + 1);
        if (at(p) != ':') {
            throw new JsonFault("':' is expected", p);
        }
        int valueStart = space(p + 1);
        elements = 0;
        elementsAreObjects = true;
        Kind kind = kindAt(valueStart);
        int valueEnd = skipValue(valueStart);
        if (size == MAX_MEMBERS) {
            throw new JsonFault("more than " + MAX_MEMBERS + " members", p);
        }
        requireNew(keyStart, keyEnd);
        if (size == kinds.length) {
            places = Arrays.copyOf(places, places.length * 2);
            kinds = Arrays.copyOf(kinds, kinds.length * 2);
            onlyObjects = Arrays.copyOf(onlyObjects, onlyObjects.length * 2);
        }
        int slot = size * SLOTS;
        places[slot] = keyStart;
        places[slot + 1] = keyEnd;
        places[slot + 2] = valueStart;
        places[slot + 3] = valueEnd;
        places[slot + 4] = elements;
        kinds[size] = kind;
        keys |= keyEnd == keyStart ? 0 : bit(keyEnd - keyStart, json[keyStart]);
        onlyObjects[size] = elementsAreObjects;
        size++;
        return valueEnd;
    }

    /**
     * What is authorised must be what is forwarded, so a name may have one spelling only: with one of its letters
     * escaped, {@code model} would be read by the provider and not by us.
     */
    private void requirePlain(int from, int to) {
        for (int p = from; p < to; p++) {
            if (json[p] == '\\') {
                throw new JsonFault("a top-level key must not contain escapes", p);
            }
            capitals |= json[p] >= 'A' && json[p] <= 'Z';
        }
    }

    private void requireNew(int keyStart, int keyEnd) {
        int length = keyEnd - keyStart;
        for (int i = 0; i < size; i++) {
            int other = places[i * SLOTS];
            if (places[i * SLOTS + 1] - other == length && sameIgnoringCase(other, keyStart, length)) {
                String name = new String(json, keyStart, length, StandardCharsets.UTF_8);
                throw new JsonFault("the key '" + name + "' is there twice", keyStart);
            }
        }
    }

    private boolean sameIgnoringCase(int a, int b, int length) {
        for (int k = 0; k < length; k++) {
            byte x = json[a + k];
            byte y = json[b + k];
            if (x != y) {
                int lower = x | 0x20;
                if (lower != (y | 0x20) || lower < 'a' || lower > 'z') {
                    return false;
                }
            }
        }
        return true;
    }

    private Kind kindAt(int p) {
        return switch (at(p)) {
            case '"' -> Kind.STRING;
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw new JsonFault("a value is expected", p);
        };
    }

    /** Validates a value and returns where it ends. */
    private int skipValue(int p) {
        byte b = at(p);
        return b == '{' || b == '[' ? container(p) : scalar(p);
    }

    private int scalar(int p) {
        return switch (kindAt(p)) {
            case STRING -> string(p);
            case TRUE -> literal(p, "true");
            case FALSE -> literal(p, "false");
            case NULL -> literal(p, "null");
            default -> number(p);
        };
    }

    /** A container with all that is in it, without recursion: the depth of a text must not be the depth of our stack. */
    private int container(int start) {
        int depth = 0;
        int p = start;
        boolean object = false;
        boolean expectValue = true;
        while (true) {
            byte b = at(p);
            if (expectValue && (b == '{' || b == '[')) {
                if (depth == 1) {
                    elements++;
                    elementsAreObjects &= b == '{';
                }
                if (depth == MAX_DEPTH) {
                    throw new JsonFault("nested deeper than " + MAX_DEPTH, p);
                }
                object = b == '{';
                push(depth++, object);
                p = space(p + 1);
                byte next = at(p);
                if (next == (object ? '}' : ']')) {
                    expectValue = false;
                } else if (object) {
                    p = skipKey(p);
                }
                continue;
            }
            if (expectValue) {
                if (depth == 1) {
                    elements++;
                    elementsAreObjects = false;
                }
                p = scalar(p);
                expectValue = false;
            } else if (b == (object ? '}' : ']')) {
                p++;
                if (--depth == 0) {
                    return p;
                }
                object = peek(depth - 1);
            } else if (b == ',') {
                p = space(p + 1);
                if (object) {
                    p = skipKey(p);
                }
                expectValue = true;
                continue;
            } else {
                throw new JsonFault(object ? "',' or '}' is expected" : "',' or ']' is expected", p);
            }
            p = space(p);
        }
    }

    /** A key within a container, with its colon; returns where the value starts. */
    private int skipKey(int p) {
        if (at(p) != '"') {
            throw new JsonFault("a key in double quotes is expected", p);
        }
        p = space(string(p));
        if (at(p) != ':') {
            throw new JsonFault("':' is expected", p);
        }
        return space(p + 1);
    }

    private void push(int depth, boolean object) {
        long bit = 1L << depth;
        if (object) {
            containers[depth >> 6] |= bit;
        } else {
            containers[depth >> 6] &= ~bit;
        }
    }

    private boolean peek(int depth) {
        return (containers[depth >> 6] & 1L << depth) != 0;
    }

    /** A string from its opening quote; returns the place after its closing one. Eight bytes at a time where it can. */
    private int string(int open) {
        int p = open + 1;
        while (true) {
            while (p + Long.BYTES <= end) {
                long word = (long) LONGS.get(json, p);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                // The high bit of each byte that is a quote, a backslash, a control character or not ASCII. Borrows can
                // mark a byte above a marked one by mistake, never below: the first one is always right.
                long special = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (word - SPACES) | word)
                        & HIGHS;
                if (special != 0) {
                    p += Long.numberOfTrailingZeros(special) >> 3;
                    break;
                }
                p += Long.BYTES;
            }
            if (p >= end) {
                throw new JsonFault("the string that starts here does not end", open);
            }
            byte b = json[p];
            if (b == '"') {
                return p + 1;
            } else if (b == '\\') {
                p = escape(p);
            } else if (b < 0) {
                p = utf8(p);
            } else if (b < ' ') {
                throw new JsonFault("a control character in a string must be escaped", p);
            } else {
                p++;
            }
        }
    }

    private int escape(int p) {
        return switch (at(p + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 2;
            case 'u' -> {
                for (int k = 2; k < 6; k++) {
                    if (Character.digit(at(p + k), 16) < 0) {
                        throw new JsonFault("four hexadecimal digits are expected", p);
                    }
                }
                yield p + 6;
            }
            default -> throw new JsonFault("an unknown escape", p);
        };
    }

    /** One character of more than one byte. @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629</a> */
    private int utf8(int p) {
        int lead = json[p] & 0xff;
        int second = p + 1 < end ? json[p + 1] & 0xff : 0;
        int length;
        if (lead >= 0xc2 && lead <= 0xdf) {
            length = 2;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            length = 3;
            if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) {
                throw new JsonFault("not valid UTF-8", p);
            }
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            length = 4;
            if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) {
                throw new JsonFault("not valid UTF-8", p);
            }
        } else {
            throw new JsonFault("not valid UTF-8", p);
        }
        for (int k = 1; k < length; k++) {
            if (p + k >= end || (json[p + k] & 0xc0) != 0x80) {
                throw new JsonFault("not valid UTF-8", p);
            }
        }
        return p + length;
    }

    private int number(int start) {
        int p = start;
        if (at(p) == '-') {
            p++;
        }
        if (p < end && json[p] == '0') {
            p++;
        } else {
            p = digits(p, start);
        }
        if (p < end && json[p] == '.') {
            p = digits(p + 1, start);
        }
        if (p < end && (json[p] == 'e' || json[p] == 'E')) {
            p++;
            if (p < end && (json[p] == '+' || json[p] == '-')) {
                p++;
            }
            p = digits(p, start);
        }
        return p;
    }

    private int digits(int p, int start) {
        int first = p;
        while (p < end && json[p] >= '0' && json[p] <= '9') {
            p++;
        }
        if (p == first) {
            throw new JsonFault("not a valid number", start);
        }
        return p;
    }

    private int literal(int p, String word) {
        for (int k = 0; k < word.length(); k++) {
            if (at(p + k) != word.charAt(k)) {
                throw new JsonFault("a value is expected", p);
            }
        }
        return p + word.length();
    }

    private int space(int p) {
        while (p < end) {
            byte b = json[p];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                break;
            }
            p++;
        }
        return p;
    }

    private byte at(int p) {
        if (p >= end) {
            throw new JsonFault("the JSON ends too early", end);
        }
        return json[p];
    }

    private void finish(int p) {
        int rest = space(p);
        if (rest != end) {
            throw new JsonFault("there is something after the end of the JSON object", rest);
        }
    }
}
