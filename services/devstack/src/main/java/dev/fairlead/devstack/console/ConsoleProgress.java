package dev.fairlead.devstack.console;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.fairlead.devstack.Progress;

/** Prints a line for each part that becomes healthy and, every few seconds, what is still waited for and how long. */
public final class ConsoleProgress implements Progress, AutoCloseable {

    private static final long HEARTBEAT_SECONDS = 5;

    private record Waiting(Instant since, String why) {}

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;
    private boolean closed;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    public ConsoleProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
        var _ = heartbeat.scheduleAtFixedRate(this::sayWaiting, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void begins(String name) {
        waiting.put(name, new Waiting(clock.instant(), "starts"));
    }

    @Override
    public synchronized void waits(String name, String why) {
        waiting.computeIfPresent(name, (_, before) -> new Waiting(before.since(), why));
    }

    @Override
    public synchronized void ready(String name, String where) {
        Waiting before = waiting.remove(name);
        String took = before == null ? "" : "healthy after " + seconds(before.since());
        say("%-10s %-22s %s".formatted(name, took, where));
    }

    @Override
    public synchronized void note(String text) {
        say(text);
    }

    synchronized void sayWaiting() {
        if (!waiting.isEmpty()) {
            say(waiting.entrySet().stream()
                    .map(part -> "%s (%s, %s)"
                            .formatted(
                                    part.getKey(),
                                    part.getValue().why(),
                                    seconds(part.getValue().since())))
                    .collect(Collectors.joining(", ", "waiting for ", "")));
        }
    }

    private void say(String text) {
        if (closed) {
            return;
        }
        out.printf(Locale.ROOT, "%8s  %s%n", seconds(start), text);
    }

    private String seconds(Instant since) {
        return String.format(
                Locale.ROOT, "%.1f s", Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    /** From now on it says nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        heartbeat.shutdownNow();
    }
}
