package dev.fairlead.edge.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Edits to the members of an indexed JSON object, applied by copying the bytes around them. Members may be replaced,
 * removed and added in any order; what is not edited stays as it was, byte for byte.
 */
public final class Splice {

    private static final byte[] REMOVED = new byte[0];

    private final JsonIndex index;
    private final byte[][] replacements;
    private byte[] added = REMOVED;

    public Splice(JsonIndex index) {
        this.index = index;
        this.replacements = new byte[index.size()][];
    }

    /** Replaces the value of member {@code i} with this JSON. */
    public Splice replace(int i, byte[] json) {
        replacements[i] = json;
        return this;
    }

    /** Removes member {@code i}. */
    public Splice remove(int i) {
        replacements[i] = REMOVED;
        return this;
    }

    /** Adds members, such as {@code "a":1,"b":2}, in front of the others. */
    public Splice add(String members) {
        return add(members.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #add(String)}. */
    public Splice add(byte[] members) {
        if (added.length == 0) {
            added = members;
        } else {
            byte[] joined = Arrays.copyOf(added, added.length + 1 + members.length);
            joined[added.length] = ',';
            System.arraycopy(members, 0, joined, added.length + 1, members.length);
            added = joined;
        }
        return this;
    }

    /** Sets a member to this JSON, whether it is there or not. */
    public Splice set(String name, String json) {
        int i = index.find(name);
        return i >= 0 ? replace(i, json.getBytes(StandardCharsets.UTF_8)) : add('"' + name + "\":" + json);
    }

    /** Removes a member if it is there. */
    public Splice removeIfPresent(String name) {
        int i = index.find(name);
        return i >= 0 ? remove(i) : this;
    }

    /** The edited object. */
    public byte[] apply() {
        byte[] json = index.bytes();
        byte[] out = new byte[length()];
        int at = 0;
        out[at++] = '{';
        at = append(out, at, added, 0, added.length);
        boolean first = added.length == 0;
        for (int i = 0; i < replacements.length; i++) {
            byte[] replacement = replacements[i];
            if (replacement == REMOVED) {
                continue;
            }
            if (!first) {
                out[at++] = ',';
            }
            first = false;
            int start = index.memberStart(i);
            if (replacement == null) {
                at = append(out, at, json, start, index.valueEnd(i) - start);
            } else {
                at = append(out, at, json, start, index.valueStart(i) - start);
                at = append(out, at, replacement, 0, replacement.length);
            }
        }
        out[at] = '}';
        return out;
    }

    private int length() {
        int length = 2 + added.length;
        boolean first = added.length == 0;
        for (int i = 0; i < replacements.length; i++) {
            byte[] replacement = replacements[i];
            if (replacement == REMOVED) {
                continue;
            }
            length += first ? 0 : 1;
            first = false;
            length += replacement == null
                    ? index.valueEnd(i) - index.memberStart(i)
                    : index.valueStart(i) - index.memberStart(i) + replacement.length;
        }
        return length;
    }

    private static int append(byte[] out, int at, byte[] from, int start, int length) {
        System.arraycopy(from, start, out, at, length);
        return at + length;
    }
}
