package dev.fairlead.devstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.fairlead.devstack.process.ProcessTable;
import org.jspecify.annotations.Nullable;

/** Where a stack keeps its data and logs. One stack at a time. */
public final class DataDirectory implements AutoCloseable {

    /** The environment variable that names the directory; without it the data goes with the build's output. */
    public static final String VARIABLE = "FAIRLEAD_DATA_DIR";

    private static final int SECRETS_KEY_BYTES = 32;

    // Closing any channel to a file gives up all locks that this JVM has on it: hence the file is left alone then.
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private @Nullable FileChannel channel;

    public DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** The log file of a child. */
    public Path log(String child) {
        return root.resolve("logs").resolve(child + ".log");
    }

    /**
     * The key that this stack's services seal credentials with, as they expect it in {@code FAIRLEAD_SECRETS_KEYS}:
     * made once, then kept with the data that is sealed with it.
     */
    public synchronized String secretsKeys() {
        Path file = root.resolve("secrets-keys");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[SECRETS_KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Files.createDirectories(root);
                // Written whole or not at all: half a key would be kept for good.
                Path draft = Files.createTempFile(root, "secrets-keys", null);
                Files.writeString(draft, "devstack:" + Base64.getEncoder().encodeToString(key));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StackException("cannot keep the key for secrets in " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes the directory this process's own until {@link #close}, or until the process is gone, however it ends.
     *
     * @throws StackException if another stack has it, or it cannot be written
     */
    void lock() {
        try {
            Files.createDirectories(root);
            if (LOCKED_HERE.contains(root)) {
                throw taken();
            }
            FileChannel opened = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(opened)) {
                opened.close();
                throw taken();
            }
            channel = opened;
            LOCKED_HERE.add(root);
            Files.writeString(pidFile(), Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new StackException(
                    "cannot write to " + root + " (" + e.getMessage() + "): set " + VARIABLE + " to another directory",
                    e);
        }
    }

    private StackException taken() {
        return new StackException("another devstack"
                + owner().map(owner -> " (" + ProcessTable.describe(owner) + ")")
                        .orElse("") + " uses " + root
                + ": stop it with `make stop`, or set " + VARIABLE + " to another directory and "
                + Ports.OFFSET_VARIABLE + "=100");
    }

    /** The process that has this directory now. */
    public Optional<ProcessHandle> owner() {
        if (LOCKED_HERE.contains(root)) {
            return Optional.of(ProcessHandle.current());
        }
        if (!Files.exists(lockFile())) {
            return Optional.empty();
        }
        try (FileChannel probe = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
            if (tryLock(probe)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private Path lockFile() {
        return root.resolve("devstack.lock");
    }

    private Path pidFile() {
        return root.resolve("devstack.pid");
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
                LOCKED_HERE.remove(root);
            }
        } catch (IOException e) {
            throw new StackException("cannot release " + lockFile(), e);
        }
    }
}
