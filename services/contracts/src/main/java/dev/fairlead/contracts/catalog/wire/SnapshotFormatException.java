package dev.fairlead.contracts.catalog.wire;

/** Bytes are not a catalog snapshot, or one that this release cannot read. */
public final class SnapshotFormatException extends IllegalArgumentException {

    public SnapshotFormatException(String message) {
        super(message);
    }

    public SnapshotFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
