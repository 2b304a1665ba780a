package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.PostgresAddress;
import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.process.Child;
import dev.fairlead.devstack.process.ChildCommand;
import dev.fairlead.devstack.process.ChildCommand.Ending;
import dev.fairlead.devstack.process.Children;
import org.jspecify.annotations.Nullable;

/**
 * Makes the start caches of services that have none, one after the other and with the least priority: each service runs
 * once more, on ports of its own and with no store in reach, until it answers.
 */
public final class StartCacheTraining implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;
    // The JVM writes the cache after it has been asked to end.
    private static final Ending ENDING = new Ending("TERM", Duration.ofSeconds(90), "KILL");

    private final Path repository;
    private final String java;
    private final DataDirectory data;
    private final Children children;
    private volatile @Nullable Child current;
    private volatile boolean closed;

    public StartCacheTraining(Path repository, String java, DataDirectory data, Children children) {
        this.repository = repository;
        this.java = java;
        this.data = data;
        this.children = children;
    }

    /**
     * Makes the service's cache if there is no usable one.
     *
     * @return whether it has made one
     * @throws StackException if it cannot be made
     */
    public boolean train(Part service, List<String> jvmArguments, Map<String, String> environment) {
        StartCache cache = new StartCache(repository, service, jvmArguments);
        if (closed || cache.isUsable()) {
            return false;
        }
        String name = "start-cache-" + service.label();
        Addresses nowhere = nowhere();
        Path own = data.resolve(name);
        Map<String, String> settings = new HashMap<>(environment);
        settings.putAll(ServiceEnvironment.of(service, nowhere, own));
        try {
            Files.createDirectories(own);
            cache.begin();
            Child child = children.startChore(new ChildCommand(
                    name, command(service, jvmArguments, cache), settings, own, data.log(name), ENDING, List.of()));
            current = child;
            awaitAnswer(child, nowhere.managementUri(service));
            child.stop();
            if (!closed) {
                cache.complete();
            }
            Unpacked.deleteTree(own);
            return !closed;
        } catch (IOException e) {
            throw new StackException("cannot write the start cache of " + service.label() + ": " + e.getMessage(), e);
        }
    }

    private List<String> command(Part service, List<String> jvmArguments, StartCache cache) {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19", java));
        command.addAll(jvmArguments);
        command.add(cache.make());
        command.addAll(List.of(
                "-jar",
                repository
                        .resolve("services/" + service.label() + "/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return command;
    }

    /** Addresses at which nothing is: what the service does for real is not to happen twice. */
    private static Addresses nowhere() {
        Ports ports = Ports.free();
        return new Addresses(
                "redis://127.0.0.1:" + ports.port(Part.REDIS),
                new PostgresAddress("127.0.0.1", ports.port(Part.POSTGRES), "nobody", "nobody"),
                "http://127.0.0.1:" + ports.port(Part.KEYCLOAK),
                Optional.empty(),
                ports);
    }

    private void awaitAnswer(Child child, URI management) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (HttpProbe.ask(management.resolve("/q/health/live")).isPresent()) {
            if (closed || !child.isAlive() || System.nanoTime() > deadline) {
                child.kill();
                throw new StackException(child.name() + " did not answer; its log: less " + child.log());
            }
            pause();
        }
        // What a service does first in its life: it is asked how it is, and measured.
        HttpProbe.ask(management.resolve("/q/health/ready"));
        HttpProbe.ask(management.resolve("/q/metrics"));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    /** Whether it has been told to give up. */
    public boolean isClosed() {
        return closed;
    }

    /** Gives up at once what is being made. */
    @Override
    public void close() {
        closed = true;
        Child child = current;
        if (child != null) {
            child.kill();
        }
    }
}
