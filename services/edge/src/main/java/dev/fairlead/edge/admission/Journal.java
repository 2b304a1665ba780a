package dev.fairlead.edge.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.fairlead.platform.json.FairleadJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Settlements that Redis could not take, in files, one JSON line each. Lines survive the death of the edge as soon as
 * {@link #append} has returned. Whoever replays a file deletes it only when every line of it has arrived, so a line may
 * arrive twice, never not at all; booking is idempotent.
 *
 * <p>Several edges may share the directory: each writes to files of its own, and takes over those that no living edge
 * holds a lock on.
 */
final class Journal implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final String SUFFIX = ".jsonl";

    /**
     * One settlement.
     *
     * @param partition the organisation's partition
     * @param event the usage event, as JSON
     * @param traceparent may be empty
     * @param costNanos what is booked
     * @param reservation as Redis knows it, which it may still hold; empty if there was none
     */
    @RegisterForReflection
    record Line(int partition, String event, String traceparent, long costNanos, String reservation) {}

    /** Lines of a file that is not written to any more. */
    record Segment(Path file, List<Line> lines, @Nullable FileChannel lock) {}

    private final Path directory;
    private final String instance;
    private int sequence;
    private @Nullable FileChannel channel;
    private @Nullable Path file;
    private long waiting;

    Journal(Path directory, String instance) {
        this.directory = directory;
        this.instance = instance;
    }

    /** Writes a line; it is in the operating system's hands when this returns. */
    synchronized void append(Line line) {
        try {
            FileChannel open = channel == null ? open() : channel;
            String json = FairleadJson.mapper().writeValueAsString(line) + '\n';
            ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            waiting++;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written; the settlement is lost", e);
        }
    }

    /** How many lines this edge has written and not yet seen arrive. */
    synchronized long waiting() {
        return waiting;
    }

    /** Ends the current file and returns everything that waits to be replayed, oldest first. */
    synchronized List<Segment> drain() {
        List<Segment> segments = new ArrayList<>();
        try {
            FileChannel own = channel;
            Path ownFile = file;
            channel = null;
            file = null;
            if (own != null && ownFile != null) {
                segments.add(new Segment(ownFile, read(own, ownFile), own));
            }
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path other : files.filter(name -> name.toString().endsWith(SUFFIX))
                            .sorted()
                            .toList()) {
                        if (!other.equals(ownFile)) {
                            takeOver(other, segments);
                        }
                    }
                }
            }
        } catch (IOException e) {
            LOG.errorf("the journal in %s cannot be read: %s", directory, e.getMessage());
        }
        return segments;
    }

    /** Every line of the segment has arrived. */
    synchronized void done(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
            release(segment);
            waiting = Math.max(0, waiting - segment.lines().size());
        } catch (IOException e) {
            LOG.errorf("the journal file %s cannot be deleted: %s", segment.file(), e.getMessage());
        }
    }

    /** Some lines have not arrived; the file waits for the next time. */
    synchronized void release(Segment segment) {
        try {
            if (segment.lock() != null) {
                segment.lock().close();
            }
        } catch (IOException e) {
            LOG.debugf("journal file %s: %s", segment.file(), e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debugf("journal: %s", e.getMessage());
        }
        channel = null;
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve("usage-" + instance + '-' + sequence++ + SUFFIX);
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // Held for as long as this edge lives: tells the others that the file has an owner.
        opened.lock();
        channel = opened;
        file = path;
        return opened;
    }

    private void takeOver(Path other, List<Segment> segments) throws IOException {
        FileChannel lock = FileChannel.open(other, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debugf("journal file %s is being replayed already", other);
        }
        if (taken) {
            segments.add(new Segment(other, read(lock, other), lock));
        } else {
            lock.close();
        }
    }

    /** Through the channel that holds the lock: closing any other descriptor of the file would give the lock up. */
    private static List<Line> read(FileChannel channel, Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, bytes.position());
        }
        List<Line> lines = new ArrayList<>();
        // Lenient: a character that was cut off must not hide the lines before it.
        String content = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        for (String text : content.split("\n", -1)) {
            if (text.isEmpty()) {
                continue;
            }
            try {
                lines.add(FairleadJson.mapper().readValue(text, Line.class));
            } catch (IOException e) {
                // A line that was cut off when the edge died had not been acknowledged to anybody.
                LOG.warnf("a line of the journal %s is not complete and is left out", path);
            }
        }
        return lines;
    }
}
