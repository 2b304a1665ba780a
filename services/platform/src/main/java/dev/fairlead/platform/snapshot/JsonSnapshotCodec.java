package dev.fairlead.platform.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.fairlead.platform.json.FairleadJson;

/** Snapshots as JSON, gzipped. */
final class JsonSnapshotCodec<T> implements SnapshotCodec<T> {

    private final Class<T> type;

    JsonSnapshotCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    public byte[] encode(T snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            FairleadJson.mapper().writeValue(gzip, snapshot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public T decode(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return FairleadJson.mapper().readValue(gzip, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a snapshot: " + e.getMessage(), e);
        }
    }
}
