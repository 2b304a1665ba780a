package dev.fairlead.contracts.catalog.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Values that occur often and are written once. */
final class SharedValues<T> {

    /**
     * Where a value is.
     *
     * @param index its place among the values
     * @param digest of its content
     */
    record Place(int index, long digest) {}

    private final BiConsumer<Draft, T> form;
    private final Map<T, Place> places = new HashMap<>();
    private final Bytes written = new Bytes();
    private final Draft draft = new Draft();

    SharedValues(BiConsumer<Draft, T> form) {
        this.form = form;
    }

    Place placeOf(T value) {
        Place known = places.get(value);
        return known == null ? add(value) : known;
    }

    private Place add(T value) {
        draft.clear();
        form.accept(draft, value);
        written.number(draft.wire.size());
        written.raw(draft.wire);
        Place place = new Place(places.size(), draft.content.digest(Format.digest()));
        places.put(value, place);
        return place;
    }

    /** How many there are, how long they are together, and they. */
    void writeTo(Bytes out) {
        out.number(places.size());
        out.number(written.size());
        out.raw(written);
    }
}
