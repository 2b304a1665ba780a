package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** A process that does nothing any more (SIGSTOP) until this is closed (SIGCONT). */
final class Freeze implements AutoCloseable {

    private final long pid;
    private final Instant since = Instant.now();

    private Freeze(long pid) {
        this.pid = pid;
    }

    static Freeze of(long pid) {
        signal("STOP", pid);
        return new Freeze(pid);
    }

    /** Waits until it has lasted for some seconds. */
    void hasLasted(int seconds) {
        FaultyStack.await("frozen for %d s".formatted(seconds))
                .until(() -> Duration.between(since, Instant.now()).toSeconds() >= seconds);
    }

    private static void signal(String name, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        signal("CONT", pid);
    }
}
