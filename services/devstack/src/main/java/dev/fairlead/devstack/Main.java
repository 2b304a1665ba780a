package dev.fairlead.devstack;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.fairlead.devstack.console.ConsoleProgress;
import dev.fairlead.devstack.console.Summary;
import dev.fairlead.devstack.process.ProcessTable;

/** The program behind {@code make run} and {@code make stop}. */
public final class Main {

    private static final long STOP_SECONDS = 60;

    private final PrintStream out;
    private final PrintStream err;
    private volatile boolean signalled;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new Main(System.out, System.err).run(List.of(arguments)));
    }

    private int run(List<String> arguments) {
        try {
            Options options = Options.parse(arguments);
            return switch (options.command()) {
                case RUN -> run(options);
                case STOP -> stop();
                case HELP -> {
                    out.print(Options.USAGE);
                    yield 0;
                }
            };
        } catch (StackException e) {
            err.println("devstack: " + e.getMessage());
            return 1;
        }
    }

    private int run(Options options) {
        long start = System.nanoTime();
        try (ConsoleProgress progress = new ConsoleProgress(out, InstantSource.system())) {
            Stack stack = Stack.builder()
                    .without(options.without().toArray(Part[]::new))
                    .progress(progress)
                    .build();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(stack, progress), "stop"));
            out.println("Fairlead starts; data and logs go to " + stack.data().root());
            try (stack) {
                stack.start();
                out.println(Summary.of(stack, Duration.ofNanos(System.nanoTime() - start)));
                stack.trainStartCaches();
                throw stack.awaitFailure();
            } catch (StackException e) {
                if (signalled) {
                    return 0;
                }
                throw e;
            }
        }
    }

    private void endOnSignal(Stack stack, ConsoleProgress progress) {
        if (!stack.isClosing()) {
            signalled = true;
            progress.close();
            out.println("Stopping ...");
            stack.close();
            out.println("Stopped; the data stays in " + stack.data().root());
        }
    }

    private int stop() {
        Path directory = Stack.builder().build().data().root();
        Optional<ProcessHandle> owner = new DataDirectory(directory).owner();
        if (owner.isEmpty()) {
            out.println("No devstack uses " + directory + ".");
            return 0;
        }
        owner.get().destroy();
        try {
            owner.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new StackException(
                    ProcessTable.describe(owner.get()) + " does not end: `kill -9 "
                            + owner.get().pid() + "` ends it and all of its children",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.println("Stopped.");
        return 0;
    }
}
