package dev.fairlead.contracts.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.ThreadMXBean;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.catalog.wire.CatalogDecoder;
import dev.fairlead.contracts.catalog.wire.CatalogEncoder;

/** What a snapshot costs: bytes in Redis, time to write and to read, memory, garbage of a change. Prints a table. */
public final class SnapshotMeasurement {

    private static final int ROUNDS = 12;
    private static final int ENDPOINTS = 10;

    private SnapshotMeasurement() {}

    /** What a reader keeps of one version. */
    private record Loaded(CatalogSnapshot snapshot, NameTable names) {}

    /** Arguments are numbers of models. */
    public static void main(String... arguments) {
        for (String models : arguments) {
            measure(Integer.parseInt(models));
        }
    }

    private static void measure(int models) {
        CatalogSnapshot snapshot = SyntheticCatalog.of(models, ENDPOINTS);
        long begun = System.nanoTime();
        byte[] bytes = CatalogEncoder.encode(snapshot);
        double encodeCold = millis(begun);
        double encodeWarm = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            begun = System.nanoTime();
            bytes = CatalogEncoder.encode(snapshot);
            encodeWarm = Math.min(encodeWarm, millis(begun));
        }
        CatalogSnapshot changed = SyntheticCatalog.withOneChange(snapshot, models / 2);
        byte[] next = CatalogEncoder.encode(changed);
        byte[] third = CatalogEncoder.encode(SyntheticCatalog.withOneChange(changed, models / 3));
        snapshot = null;
        changed = null;

        long before = used();
        CatalogDecoder decoder = new CatalogDecoder();
        begun = System.nanoTime();
        Loaded loaded = load(decoder, bytes, null);
        double loadCold = millis(begun);
        long retained = used() - before;
        double loadWarm = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            begun = System.nanoTime();
            load(new CatalogDecoder(), bytes, null);
            loadWarm = Math.min(loadWarm, millis(begun));
        }
        long allocated = allocated();
        begun = System.nanoTime();
        CatalogSnapshot swapped = decoder.decode(next);
        double decodeSwap = millis(begun);
        long decodeGarbage = allocated() - allocated;
        allocated = allocated();
        begun = System.nanoTime();
        NameTable names = loaded.names().with(swapped);
        double indexSwap = millis(begun);
        long indexGarbage = allocated() - allocated;
        Loaded last = load(decoder, third, names);
        System.out.printf(
                Locale.ROOT,
                "%d models x %d: %.0f kB in Redis; encode %.0f ms cold, %.0f warm; load (read and index) %.0f ms cold,"
                        + " %.0f warm; heap %.1f MB; swap of one change: read %.1f ms and %.0f kB of garbage,"
                        + " index %.1f ms and %.0f kB (version %d)%n",
                models,
                ENDPOINTS,
                bytes.length / 1e3,
                encodeCold,
                encodeWarm,
                loadCold,
                loadWarm,
                retained / 1e6,
                decodeSwap,
                decodeGarbage / 1e3,
                indexSwap,
                indexGarbage / 1e3,
                last.snapshot().version());
    }

    private static Loaded load(
            CatalogDecoder decoder, byte[] bytes, @org.jspecify.annotations.Nullable NameTable names) {
        CatalogSnapshot snapshot = decoder.decode(bytes);
        return new Loaded(snapshot, names == null ? NameTable.of(snapshot) : names.with(snapshot));
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
