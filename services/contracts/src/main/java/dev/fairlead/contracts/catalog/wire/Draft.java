package dev.fairlead.contracts.catalog.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Something that is being written, twice: as it goes over the wire, where it refers to shared values by their places;
 * and by its content alone, with the digests of these values in place of their places, which is what its own digest is
 * made of.
 */
final class Draft {

    private static final int LONG_BITS = 63;

    final Bytes wire = new Bytes();
    final Bytes content = new Bytes();

    void clear() {
        wire.clear();
        content.clear();
    }

    void number(long value) {
        wire.number(value);
        content.number(value);
    }

    /** A number that may be negative. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void flag(boolean value) {
        number(value ? 1 : 0);
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        wire.raw(bytes);
        content.raw(bytes);
    }

    void optionalText(@Nullable String text) {
        optional(text, Draft::text);
    }

    void optionalDate(@Nullable LocalDate date) {
        optional(date, (draft, present) -> draft.signed(present.toEpochDay()));
    }

    void optionalTime(@Nullable LocalTime time) {
        optional(time, (draft, present) -> draft.number(present.toNanoOfDay()));
    }

    /** Exactly, the number of its decimal places included. */
    void decimal(BigDecimal decimal) {
        BigInteger unscaled = decimal.unscaledValue();
        boolean isShort = unscaled.bitLength() <= LONG_BITS;
        signed((long) decimal.scale() << 1 | (isShort ? 0 : 1));
        if (isShort) {
            signed(unscaled.longValue());
        } else {
            byte[] bytes = unscaled.toByteArray();
            number(bytes.length);
            wire.raw(bytes);
            content.raw(bytes);
        }
    }

    <T> void optional(@Nullable T value, BiConsumer<Draft, T> form) {
        flag(value != null);
        if (value != null) {
            form.accept(this, value);
        }
    }

    <T> void list(Collection<T> values, BiConsumer<Draft, T> form) {
        number(values.size());
        values.forEach(value -> form.accept(this, value));
    }

    <T> void shared(SharedValues<T> values, T value) {
        SharedValues.Place place = values.placeOf(value);
        wire.number(place.index());
        content.eight(place.digest());
    }

    <T> void optionalShared(SharedValues<T> values, @Nullable T value) {
        optional(value, (draft, present) -> draft.shared(values, present));
    }
}
