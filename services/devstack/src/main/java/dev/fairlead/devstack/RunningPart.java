package dev.fairlead.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import dev.fairlead.devstack.parts.Recipe;
import dev.fairlead.devstack.process.Child;
import dev.fairlead.devstack.process.ChildCommand;
import dev.fairlead.devstack.process.Children;
import org.jspecify.annotations.Nullable;

/** One process of the stack. It can be ended and started anew; it keeps its ports and its data. */
public final class RunningPart {

    private static final long POLL_MILLIS = 100;

    private final String name;
    private final Recipe recipe;
    private final Addresses addresses;
    private final Children children;
    private final Progress progress;
    private volatile @Nullable Child child;
    private volatile boolean healthy;

    RunningPart(String name, Recipe recipe, Addresses addresses, Children children, Progress progress) {
        this.name = name;
        this.recipe = recipe;
        this.addresses = addresses;
        this.children = children;
        this.progress = progress;
    }

    public String name() {
        return name;
    }

    public Part part() {
        return recipe.part();
    }

    public int port() {
        return addresses.ports().port(part());
    }

    /** Where it serves, if it serves HTTP. */
    public URI uri() {
        return addresses.uri(part());
    }

    /** Where it answers questions about its health and metrics, if it does. */
    public URI managementUri() {
        return addresses.managementUri(part());
    }

    /** The id of its process, for instance to read what it uses of the processor. */
    public long pid() {
        return child().pid();
    }

    public boolean isAlive() {
        return Optional.ofNullable(child).map(Child::isAlive).orElse(false);
    }

    public Path log() {
        return child().log();
    }

    /** Ends it at once, as a crash would (SIGKILL). */
    public void kill() {
        child().kill();
    }

    /** Ends it in good order. */
    public void stop() {
        child().stop();
    }

    /**
     * Starts it again, after {@link #kill} or {@link #stop}, and returns when it is healthy.
     *
     * @throws StackException if it ends or does not become healthy
     */
    public void start() {
        begin();
        awaitHealthy();
    }

    /** {@link #stop} and {@link #start}. */
    public void restart() {
        stop();
        start();
    }

    /** Starts it without waiting for its health; {@link #awaitHealthy} does that. */
    public void begin() {
        if (isAlive()) {
            throw new StackException(name + " runs already: stop or kill it first");
        }
        progress.begins(name);
        boolean again = child != null;
        healthy = false;
        child = children.start(recipe.prepare(this::runChore), again);
    }

    private void runChore(ChildCommand chore) {
        progress.waits(name, "first start only: " + chore.name());
        children.run(chore);
    }

    /**
     * Returns when it is healthy.
     *
     * @throws StackException if it ends before that, or takes too long
     */
    public void awaitHealthy() {
        Child started = child();
        long deadline = System.nanoTime() + recipe.patience().toNanos();
        Optional<String> why = recipe.notReady();
        while (why.isPresent() || !started.isAlive()) {
            if (!started.isAlive()) {
                throw new StackException(started.obituary());
            }
            if (System.nanoTime() > deadline) {
                throw new StackException("%s is not healthy after %d s (%s); its log: less %s"
                        .formatted(name, recipe.patience().toSeconds(), why.orElse(""), started.log()));
            }
            progress.waits(name, why.orElse(""));
            pause();
            why = recipe.notReady();
        }
        recipe.whenReady();
        healthy = true;
        progress.ready(name, where());
    }

    private String where() {
        return switch (part()) {
            case POSTGRES -> addresses.postgres().toString();
            case REDIS -> addresses.redisUrl();
            case KEYCLOAK, VIEWER, SIMULATOR, CATALOG, ROUTER, CACHE, BILLING, EDGE -> uri().toString();
        };
    }

    /** Ends it for good: in good order if it has got so far that there is any. */
    void end() {
        Child current = child;
        if (current != null && (healthy || part() == Part.POSTGRES)) {
            current.stop();
        } else if (current != null) {
            current.kill();
        }
    }

    private Child child() {
        Child current = child;
        if (current == null) {
            throw new StackException(name + " has not been started");
        }
        return current;
    }

    private void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while waiting for " + name, e);
        }
    }
}
