package dev.fairlead.devstack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.fairlead.devstack.parts.Databases;
import dev.fairlead.devstack.parts.StartCacheTraining;
import dev.fairlead.devstack.process.Child;
import dev.fairlead.devstack.process.Children;
import dev.fairlead.devstack.process.ProcessTable;
import org.jspecify.annotations.Nullable;

/**
 * The suite and all that it needs, as child processes of this JVM. They end with {@link #close}, and in any case with
 * the JVM.
 */
public final class Stack implements AutoCloseable {

    private static final Set<Part> STORES = Set.of(Part.POSTGRES, Part.REDIS);

    private final StackBuilder plan;
    private final DataDirectory data;
    private final Addresses addresses;
    private final Children children = new Children(this::onUnexpectedEnd);
    private final Map<Part, RunningPart> parts = new EnumMap<>(Part.class);
    private final List<RunningPart> replicas = new CopyOnWriteArrayList<>();
    private final CompletableFuture<StackException> failure = new CompletableFuture<>();
    private volatile @Nullable StartCacheTraining training;
    private volatile boolean closing;
    private boolean closed;

    Stack(StackBuilder plan, DataDirectory data, Addresses addresses) {
        this.plan = plan;
        this.data = data;
        this.addresses = addresses;
        for (Part part : plan.ownParts()) {
            parts.put(
                    part,
                    new RunningPart(
                            part.label(),
                            plan.recipe(part, part.label(), data, addresses),
                            addresses,
                            children,
                            plan.progress()));
        }
    }

    /** Begins the description of a stack. */
    public static StackBuilder builder() {
        return new StackBuilder();
    }

    /**
     * Starts everything and returns when all of it is healthy.
     *
     * @throws StackException if that cannot be; whatever had been started has ended then
     */
    public void start() {
        try {
            data.lock();
            PortCheck.check(parts.keySet(), addresses.ports());
            startInOrder();
        } catch (StackException e) {
            report(e);
            close();
            throw failure().orElse(e);
        }
    }

    private void startInOrder() {
        Map<Part, CompletableFuture<Void>> starts = new EnumMap<>(Part.class);
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> databases = plan.isReplaced(Part.POSTGRES)
                    ? CompletableFuture.runAsync(new Databases(addresses.postgres())::create, starting)
                    : CompletableFuture.completedFuture(null);
            for (Part part : parts.keySet()) {
                CompletableFuture<?>[] needs = Stream.concat(
                                Stream.of(databases).filter(_ -> part.isService()),
                                StartOrder.needs(part).stream().flatMap(need -> Stream.ofNullable(starts.get(need))))
                        .toArray(CompletableFuture[]::new);
                starts.put(
                        part,
                        CompletableFuture.allOf(needs)
                                .thenRunAsync(part(part)::start, starting)
                                .whenComplete((_, error) -> report(error)));
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(starts.values().toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(all.exceptionally(_ -> null), failure).join();
            if (failure.isDone()) {
                // The other starts wait for processes that end now.
                close();
                throw failure.join();
            }
            if (closing) {
                throw new StackException("stopped before everything was healthy");
            }
        }
    }

    /** The first failure counts; those that follow from it do not, nor do those of an end that was asked for. */
    private void report(@Nullable Throwable error) {
        if (error != null && !closing) {
            Throwable cause = error;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            failure.complete(
                    cause instanceof StackException known ? known : new StackException("unexpected: " + cause, cause));
        }
    }

    private void onUnexpectedEnd(Child child) {
        if (!closing) {
            failure.complete(new StackException(child.obituary()));
        }
    }

    /** Waits until the stack cannot go on, because a child has ended that nobody asked to, and says why. */
    public StackException awaitFailure() {
        return failure.join();
    }

    /** Why the stack is not whole any more; empty while it is. */
    public Optional<StackException> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** A part of this stack. */
    public RunningPart part(Part part) {
        RunningPart running = parts.get(part);
        if (running == null) {
            throw new StackException(part.label() + " is not part of this stack");
        }
        return running;
    }

    /** What this stack starts itself. */
    public Set<Part> parts() {
        return Set.copyOf(parts.keySet());
    }

    /**
     * Starts one more process of a service, on free ports, and returns when it is healthy.
     *
     * @throws StackException if it does not become healthy
     */
    public RunningPart startReplica(Part service) {
        if (!service.isService()) {
            throw new StackException("there is no second " + service.label());
        }
        Addresses own = new Addresses(
                addresses.redisUrl(),
                addresses.postgres(),
                addresses.keycloakUrl(),
                addresses.otlpEndpoint(),
                addresses.ports().withFree(service));
        String name = service.label() + "-" + (replicas.size() + 2);
        RunningPart replica =
                new RunningPart(name, plan.recipe(service, name, data, own), own, children, plan.progress());
        replicas.add(replica);
        replica.start();
        return replica;
    }

    public Addresses addresses() {
        return addresses;
    }

    public DataDirectory data() {
        return data;
    }

    /**
     * Begins to make the services' start caches where they are missing: later starts are faster for it. That goes on in
     * the background and ends at once with this stack.
     */
    public void trainStartCaches() {
        StartCacheTraining begun = plan.training(data, children);
        training = begun;
        Thread.ofPlatform().daemon().name("start-caches").start(() -> {
            if (!closing) {
                plan.train(begun);
            }
        });
    }

    /** What all children use of the memory, in bytes. */
    public long memory() {
        return ProcessTable.memory(children.running().stream().flatMap(Child::tree));
    }

    /** Whether the end of this stack has begun. */
    public boolean isClosing() {
        return closing;
    }

    /** Ends all children, in the order that loses nothing, and gives the data directory free. */
    @Override
    public void close() {
        closing = true;
        children.refuseMore();
        endAll();
    }

    private synchronized void endAll() {
        if (closed) {
            return;
        }
        StartCacheTraining begun = training;
        if (begun != null) {
            begun.close();
        }
        // The edge still settles what it has begun; the others still store it.
        end(part -> part == Part.EDGE);
        end(part -> !STORES.contains(part));
        end(STORES::contains);
        children.close();
        data.close();
        closed = true;
    }

    private void end(Predicate<Part> which) {
        List<RunningPart> all = new ArrayList<>(replicas);
        all.addAll(parts.values());
        try (ExecutorService ending = Executors.newVirtualThreadPerTaskExecutor()) {
            all.stream().filter(part -> which.test(part.part())).forEach(part -> ending.submit(part::end));
        }
    }
}
