package dev.fairlead.devstack.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import dev.fairlead.devstack.StackException;

/**
 * The child processes of this JVM. None outlives it: not after Ctrl-C, not after its end by SIGKILL.
 *
 * <p>The kernel ties a child to the <em>thread</em> that started it. So all are started by one thread that lives as long
 * as this object.
 */
public final class Children implements AutoCloseable {

    private static final File NOTHING = new File("/dev/null");

    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-starter").factory());
    private final List<Child> all = new CopyOnWriteArrayList<>();
    private final Consumer<Child> onUnexpectedEnd;
    private boolean closed;

    /** @param onUnexpectedEnd told of each child that ends though nobody here asked for it */
    public Children(Consumer<Child> onUnexpectedEnd) {
        this.onUnexpectedEnd = onUnexpectedEnd;
    }

    /**
     * Starts a child.
     *
     * @param append whether its log goes on, or begins anew
     * @throws StackException if it cannot be started, or these children have been closed
     */
    public Child start(ChildCommand command, boolean append) {
        return start(command, append, false);
    }

    /**
     * Runs a command to its end.
     *
     * @throws StackException if that is not exit code 0
     */
    public void run(ChildCommand command) {
        Child child = startChore(command);
        int code = child.process().onExit().join().exitValue();
        if (code != 0) {
            throw new StackException(child.obituary());
        }
    }

    /** Starts a child whose end, when it comes, is nothing to worry about. */
    public Child startChore(ChildCommand command) {
        return start(command, false, true);
    }

    private synchronized Child start(ChildCommand command, boolean append, boolean endExpected) {
        if (closed) {
            throw new StackException("not starting " + command.name() + ": the stack is stopping");
        }
        Child child = new Child(command, spawn(command, append), endExpected);
        all.add(child);
        child.process().onExit().thenRun(() -> {
            all.remove(child);
            if (!child.isEndExpected()) {
                onUnexpectedEnd.accept(child);
            }
        });
        return child;
    }

    private Process spawn(ChildCommand command, boolean append) {
        try {
            return starter.submit(() -> {
                        Files.createDirectories(command.log().toAbsolutePath().getParent());
                        ProcessBuilder builder = new ProcessBuilder(
                                command.tiedTo(ProcessHandle.current().pid()));
                        builder.environment().clear();
                        builder.environment().putAll(command.environment());
                        return builder.directory(command.directory().toFile())
                                .redirectInput(Redirect.from(NOTHING))
                                .redirectErrorStream(true)
                                .redirectOutput(
                                        append
                                                ? Redirect.appendTo(
                                                        command.log().toFile())
                                                : Redirect.to(command.log().toFile()))
                                .start();
                    })
                    .get();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException io ? io.getMessage() : String.valueOf(e.getCause());
            throw new StackException("cannot start " + command.name() + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while starting " + command.name(), e);
        }
    }

    /** The children that run now. */
    public List<Child> running() {
        return List.copyOf(all);
    }

    /** From now on no child is started. */
    public synchronized void refuseMore() {
        closed = true;
    }

    /** Ends every child that still runs, all at the same time. */
    @Override
    public void close() {
        refuseMore();
        try (ExecutorService stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            running().forEach(child -> stopping.submit(child::stop));
        }
        starter.shutdown();
    }
}
