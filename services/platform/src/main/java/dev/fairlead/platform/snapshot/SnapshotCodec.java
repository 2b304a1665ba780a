package dev.fairlead.platform.snapshot;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.wire.CatalogDecoder;
import dev.fairlead.contracts.catalog.wire.CatalogEncoder;

/**
 * How a snapshot lies in Redis. A codec belongs to one reader, since it may remember what it has read last.
 *
 * @param <T> the snapshot
 */
public interface SnapshotCodec<T> {

    /** The bytes of a snapshot. */
    byte[] encode(T snapshot);

    /**
     * The snapshot that the bytes are.
     *
     * @throws IllegalArgumentException if they are none that this release can read; says why
     */
    T decode(byte[] bytes);

    /** JSON, gzipped. */
    static <T> SnapshotCodec<T> json(Class<T> type) {
        return new JsonSnapshotCodec<>(type);
    }

    /** The compact form of the catalog; what has not changed since the last one is not made anew. */
    static SnapshotCodec<CatalogSnapshot> catalog() {
        CatalogDecoder decoder = new CatalogDecoder();
        return new SnapshotCodec<>() {
            @Override
            public byte[] encode(CatalogSnapshot snapshot) {
                return CatalogEncoder.encode(snapshot);
            }

            @Override
            public CatalogSnapshot decode(byte[] bytes) {
                return decoder.decode(bytes);
            }
        };
    }
}
