package dev.fairlead.contracts.catalog.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Reads what {@link Draft} has written. */
final class Source {

    private byte[] array = {};
    private int position;
    private int end;

    Source over(byte[] bytes, int from, int to) {
        array = bytes;
        position = from;
        end = to;
        return this;
    }

    long number() {
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

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    /** A length or a place. */
    int size() {
        long value = number();
        if (value < 0 || value > Format.LONGEST) {
            throw new SnapshotFormatException("a length of " + value);
        }
        return (int) value;
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        int length = size();
        return new String(array, take(length), length, StandardCharsets.UTF_8);
    }

    @Nullable
    String optionalText() {
        return flag() ? text() : null;
    }

    @Nullable
    LocalDate optionalDate() {
        return flag() ? LocalDate.ofEpochDay(signed()) : null;
    }

    @Nullable
    LocalTime optionalTime() {
        return flag() ? LocalTime.ofNanoOfDay(number()) : null;
    }

    BigDecimal decimal() {
        long head = signed();
        int scale = Math.toIntExact(head >> 1);
        if ((head & 1) == 0) {
            return BigDecimal.valueOf(signed(), scale);
        }
        int length = size();
        int from = take(length);
        return new BigDecimal(new BigInteger(Arrays.copyOfRange(array, from, from + length)), scale);
    }

    @Nullable
    BigDecimal optionalDecimal() {
        return flag() ? decimal() : null;
    }

    <T> List<T> list(Function<Source, T> form) {
        int length = size();
        List<T> list = new ArrayList<>(Math.min(length, end - position));
        for (int i = 0; i < length; i++) {
            list.add(form.apply(this));
        }
        return list;
    }

    <T> T shared(SharedSource<T> values) {
        return values.at(size());
    }

    <T> @Nullable T optionalShared(SharedSource<T> values) {
        return flag() ? shared(values) : null;
    }

    /** Skips so many bytes; answers where they begin. */
    int take(int length) {
        if (length > end - position) {
            throw new SnapshotFormatException("it ends too early");
        }
        int from = position;
        position += length;
        return from;
    }

    private byte octet() {
        return array[take(1)];
    }
}
