package dev.fairlead.router.rules.publication;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import dev.fairlead.router.rules.Author;
import dev.fairlead.router.rules.Change;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.RulesConfig;
import dev.fairlead.router.rules.RulesEdit;
import dev.fairlead.router.rules.store.RulesStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rules as this replica knows them, and the way to change them. Any replica may write and publish: a write is made
 * on the revision that it was thought for or not at all, and the revision is the version of what is published.
 *
 * <p>What a replica remembers outlives what Redis has: if Redis comes back empty, or as it was a second earlier, the
 * rules are written to it again.
 */
@Singleton
public class RulesKeeper {

    private static final Logger LOG = Logger.getLogger(RulesKeeper.class);
    private static final int ATTEMPTS = 50;
    private static final long QUEUE_SECONDS = 10;
    private static final String KEEPER = "router";

    private final RulesStore store;
    private final Redis redis;
    private final Clock clock;
    private final RulesConfig config;
    private final SnapshotPublisher<RoutingRules> publisher;
    /** Writers of this replica take turns, since of those that try at once only one succeeds. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private volatile @Nullable Rules known;
    private @Nullable ScheduledExecutorService thread;
    private volatile boolean redisDown;

    RulesKeeper(RulesStore store, Redis redis, Clock clock, RulesConfig config) {
        this.store = store;
        this.redis = redis;
        this.clock = clock;
        this.config = config;
        this.publisher =
                new SnapshotPublisher<>(redis, RedisKeys.ROUTING_RULES, SnapshotCodec.json(RoutingRules.class));
    }

    /**
     * What came of a change.
     *
     * @param changes in their order; empty if everything was so before
     */
    public record Written(Rules rules, List<Change> changes) {}

    void start(@Observes StartupEvent event) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("rules-keeper").daemon().factory());
        thread = executor;
        executor.scheduleWithFixedDelay(this::turn, 0, config.checkEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** The rules that hold now; the last known ones while Redis does not answer. */
    public Rules current() {
        try {
            return refreshed();
        } catch (ProblemException e) {
            Rules last = known;
            if (last == null) {
                throw e;
            }
            return last;
        }
    }

    /**
     * Changes the rules and publishes them.
     *
     * @param edit called again if others were faster; what it throws is thrown
     * @return the rules as they are then, and what has changed
     */
    public Written change(String author, Consumer<RulesEdit> edit) {
        takeTurn();
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                Rules before = refreshed();
                RulesEdit draft = draft(before, author, edit);
                if (draft.changes().isEmpty()) {
                    return new Written(before, List.of());
                }
                Rules after = write(before, draft.after(), draft.changes(), 0);
                if (after != null) {
                    publishNow(after);
                    return new Written(after, draft.changes());
                }
            }
        } finally {
            writing.unlock();
        }
        throw busy();
    }

    /** What a change would come to; nothing is written. */
    public Written tryOut(String author, Consumer<RulesEdit> edit) {
        RulesEdit draft = draft(current(), author, edit);
        return new Written(draft.after(), draft.changes());
    }

    private RulesEdit draft(Rules before, String author, Consumer<RulesEdit> edit) {
        RulesEdit draft = new RulesEdit(before, new Author(author, now()));
        edit.accept(draft);
        return draft;
    }

    private void takeTurn() {
        try {
            if (!writing.tryLock(QUEUE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /** Writes what was thought for {@code before}; null if that is not what Redis has any more. */
    private @Nullable Rules write(Rules before, Rules after, List<Change> changes, long atLeast) {
        long revision = Math.max(Math.max(Math.max(before.revision(), after.revision()), atLeast) + 1, clock.millis());
        Rules numbered = after.at(revision);
        if (!store.write(before, numbered, changes)) {
            return null;
        }
        known = numbered;
        return numbered;
    }

    private Rules refreshed() {
        for (int i = 0; i < ATTEMPTS; i++) {
            Rules mine = known;
            RulesStore.Stamp there = store.stamp();
            if (mine != null && there.isOf(mine)) {
                return mine;
            }
            Rules loaded = store.load();
            if (mine == null || !isLost(mine, loaded)) {
                known = loaded;
                return loaded;
            }
            Change restored = new Change(now(), KEEPER, null, "rules", null, "restored", null);
            Rules again = write(loaded, mine, List.of(restored), loaded.revision());
            if (again != null) {
                LOG.warnf("Redis had lost rules: written again as revision %d", again.revision());
                return again;
            }
        }
        throw busy();
    }

    /** Whether Redis has less than it had; not if somebody has begun anew and written something since. */
    private static boolean isLost(Rules mine, Rules there) {
        return there.born() == mine.born() ? there.revision() < mine.revision() : there.isEmpty() && !mine.isEmpty();
    }

    void turn() {
        try {
            Rules rules = refreshed();
            long published = publishedVersion();
            if (published > rules.revision() || rules.revision() == 0) {
                // Edges know a later one, or there never was one: the next is later than that.
                rules = write(rules, rules, List.of(), published);
            }
            if (rules != null && published != rules.revision()) {
                publish(rules);
            }
            if (redisDown) {
                redisDown = false;
                LOG.info("Redis is back");
            }
        } catch (ProblemException e) {
            if (!redisDown) {
                redisDown = true;
                LOG.warnf("rules cannot be checked (%s); trying again", e.getMessage());
            }
        } catch (RuntimeException e) {
            // The loop must survive whatever one turn runs into: nobody would start it again.
            LOG.error("a turn failed", e);
        }
    }

    private void publishNow(Rules rules) {
        try {
            publish(rules);
        } catch (ProblemException e) {
            LOG.debugf("revision %d is published at the next turn: %s", rules.revision(), e.getMessage());
        }
    }

    private void publish(Rules rules) {
        if (RulesStore.await(publisher.publishNewer(rules.revision(), Publication.of(rules, now())))) {
            LOG.debugf("routing rules %d published", rules.revision());
        }
    }

    private long publishedVersion() {
        Long version = RulesStore.await(redis.send(
                        Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_RULES).arg(RedisKeys.SNAPSHOT_VERSION))
                .map(answer -> answer == null ? 0L : answer.toLong()));
        return version;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static ProblemException busy() {
        return new ProblemException(
                Problem.of(503, "Service unavailable", "Too many others change the rules at the moment."),
                RulesStore.RETRY_AFTER);
    }
}
