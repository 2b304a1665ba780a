package dev.fairlead.devstack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A started child process. */
public final class Child {

    private static final int TAIL_BYTES = 16 * 1024;
    private static final int OBITUARY_LINES = 5;
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final ChildCommand command;
    private final Process process;
    private volatile boolean endExpected;

    Child(ChildCommand command, Process process, boolean endExpected) {
        this.command = command;
        this.process = process;
        this.endExpected = endExpected;
    }

    public String name() {
        return command.name();
    }

    public Path log() {
        return command.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether this launcher has asked for the child's end. */
    boolean isEndExpected() {
        return endExpected;
    }

    Process process() {
        return process;
    }

    /** The process and all that it has started. */
    public Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Asks the child to end in good order, waits for its grace and then kills it. */
    public void stop() {
        endExpected = true;
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> tree = tree().toList();
        signal(command.ending().request());
        if (!ends(command.ending().grace())) {
            tree.forEach(ProcessHandle::destroyForcibly);
            ends(KILL_GRACE);
        }
    }

    /** Ends the child and all that it has started at once, as a crash would (SIGKILL). */
    public void kill() {
        endExpected = true;
        List<ProcessHandle> tree = tree().toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        ends(KILL_GRACE);
    }

    /** Says which child ended and how and where to read more, in one line, and below it the last lines of its log. */
    public String obituary() {
        int code = process.isAlive() ? 0 : process.exitValue();
        StringBuilder text = new StringBuilder()
                .append("%s (process %d) ended with exit code %d; the end of its log follows, more with: less %s"
                        .formatted(name(), pid(), code, log()));
        lastLines(OBITUARY_LINES)
                .forEach(line ->
                        text.append(System.lineSeparator()).append("  | ").append(line));
        return text.toString();
    }

    private List<String> lastLines(int count) {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            byte[] tail = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(tail);
            List<String> lines = new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of("(the log cannot be read: " + e.getMessage() + ")");
        }
    }

    private void signal(String signal) {
        if (signal.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ends(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
