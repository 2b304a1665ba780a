package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps several stacks, in one JVM or in many, from preparing the same shared programs at the same time. */
final class ToolsLock {

    // A file lock is the whole JVM's: it does not keep its threads apart.
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    interface Work {
        void run() throws IOException;
    }

    private ToolsLock() {}

    /** Does the work while nobody else does theirs under the same lock file. */
    static void holding(Path file, Work work) throws IOException {
        ReentrantLock threads = THREADS.computeIfAbsent(file, _ -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                work.run();
            }
        } finally {
            threads.unlock();
        }
    }
}
