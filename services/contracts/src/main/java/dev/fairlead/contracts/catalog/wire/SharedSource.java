package dev.fairlead.contracts.catalog.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Shared values, each of which is made when it is first asked for: most belong to models that are known already. */
final class SharedSource<T> {

    private final byte[] written;
    private final int[] starts;
    private final List<@Nullable T> made;
    private final Function<Source, T> form;

    SharedSource(int count, byte[] written, Function<Source, T> form) {
        this.written = written;
        this.starts = new int[count + 1];
        this.made = new ArrayList<>(Collections.nCopies(count, null));
        this.form = form;
        Source source = new Source().over(written, 0, written.length);
        for (int i = 0; i < count; i++) {
            int length = source.size();
            starts[i] = source.take(length);
        }
        starts[count] = written.length;
    }

    T at(int index) {
        if (index >= made.size()) {
            throw new SnapshotFormatException("there is no shared value " + index);
        }
        T known = made.get(index);
        if (known == null) {
            known = form.apply(new Source().over(written, starts[index], written.length));
            made.set(index, known);
        }
        return known;
    }
}
