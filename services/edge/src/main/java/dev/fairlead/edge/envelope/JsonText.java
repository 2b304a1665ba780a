package dev.fairlead.edge.envelope;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Scalars of JSON, between bytes and Java. */
public final class JsonText {

    private static final int MAX_LONG_DIGITS = 18;

    private JsonText() {}

    /** The text of the valid JSON string in {@code json[start..end)}, quotes included. */
    public static String decode(byte[] json, int start, int end) {
        for (int p = start + 1; p < end - 1; p++) {
            if (json[p] == '\\') {
                return unescape(new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8));
            }
        }
        return new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    /** The text as a JSON string, quotes included. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    /** The whole number that stands in {@code json[start..end)}; -1 if it is none, negative or too long. */
    public static long decodeCount(byte[] json, int start, int end) {
        if (end == start || end - start > MAX_LONG_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int p = start; p < end; p++) {
            int digit = json[p] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Where {@code pattern} first occurs in {@code json[from..to)}; -1 if it does not. */
    public static int indexOf(byte[] json, int from, int to, byte[] pattern) {
        int last = to - pattern.length;
        byte first = pattern[0];
        outer:
        for (int p = from; p <= last; p++) {
            if (json[p] != first) {
                continue;
            }
            for (int k = 1; k < pattern.length; k++) {
                if (json[p + k] != pattern[k]) {
                    continue outer;
                }
            }
            return p;
        }
        return -1;
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }
}
