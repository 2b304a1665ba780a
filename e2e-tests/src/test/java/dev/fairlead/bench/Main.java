package dev.fairlead.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.console.ConsoleProgress;
import org.awaitility.core.ConditionTimeoutException;

/** The program behind {@code make bench}. Its report goes to the terminal and to {@code target/bench}. */
public final class Main {

    private final Path directory;
    private final PrintStream out;
    private final PrintStream err;
    private volatile boolean signalled;
    private volatile boolean ending;

    private Main(Path directory, PrintStream out, PrintStream err) {
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new Main(Path.of("target", "bench").toAbsolutePath(), System.out, System.err).run());
    }

    private int run() throws IOException {
        try (ConsoleProgress progress = new ConsoleProgress(out, InstantSource.system());
                Bench bench = new Bench(BenchSettings.of(System.getenv()), directory, progress)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(bench), "stop"));
            BenchReport report = bench.run();
            ending = true;
            publish(report);
            if (!report.booksAreRight()) {
                err.println("bench: the books do not agree with what was sent");
                return 1;
            }
            return 0;
        } catch (BenchException | StackException | ConditionTimeoutException e) {
            if (!signalled) {
                ending = true;
                err.println("bench: " + e.getMessage());
            }
            return 1;
        }
    }

    private void endOnSignal(Bench bench) {
        if (!ending) {
            signalled = true;
            out.println("Stopping ...");
        }
        bench.close();
    }

    private void publish(BenchReport report) throws IOException {
        String text = MarkdownReport.of(report);
        Files.writeString(directory.resolve("report.md"), text);
        Files.writeString(directory.resolve("report.json"), JsonReport.of(report));
        out.println();
        out.println(text);
    }
}
