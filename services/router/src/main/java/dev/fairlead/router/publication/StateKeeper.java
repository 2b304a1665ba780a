package dev.fairlead.router.publication;

import java.time.Duration;
import java.util.Optional;

import dev.fairlead.router.health.HealthBook;
import dev.fairlead.router.outcomes.OutcomeStream;
import dev.fairlead.router.outcomes.StreamPosition;
import dev.fairlead.router.state.MalformedStateException;
import dev.fairlead.router.state.StateStore;
import dev.fairlead.router.state.StateWriter;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import org.jboss.logging.Logger;

/**
 * Saves the book every few seconds and gives it back to a router that starts. What has been saved is taken out of the
 * stream, so that the stream only ever holds what somebody may still want to read. Not thread-safe.
 */
final class StateKeeper {

    private static final Logger LOG = Logger.getLogger(StateKeeper.class);

    /** How long the stream still holds what has been saved, for other replicas that are a little behind. */
    private static final long TRIM_BEHIND_MILLIS = 60_000;

    private final StateStore store;
    private final OutcomeStream outcomes;
    private final HealthBook book;
    private final RouterMetrics metrics;
    private final long saveEveryMillis;

    private StreamPosition saved = StreamPosition.START;
    private long savedMillis;

    StateKeeper(Redis redis, OutcomeStream outcomes, HealthBook book, RouterMetrics metrics, Duration saveEvery) {
        this.store = new StateStore(redis);
        this.outcomes = outcomes;
        this.book = book;
        this.metrics = metrics;
        this.saveEveryMillis = saveEvery.toMillis();
    }

    /**
     * Fills the book with what was saved, if that is more than it holds.
     *
     * @param position what the book holds already
     * @return where to read on
     */
    Future<StreamPosition> restore(StreamPosition position, long nowMillis) {
        savedMillis = nowMillis;
        return store.load().map(loaded -> restore(loaded, position));
    }

    private StreamPosition restore(Optional<StateStore.Saved> loaded, StreamPosition position) {
        if (loaded.isEmpty() || !loaded.get().position().isAfter(position)) {
            return position;
        }
        try {
            book.read(loaded.get().reader());
        } catch (MalformedStateException e) {
            LOG.warnf("the saved state is damaged (%s): beginning with what the stream still holds", e.getMessage());
            return position;
        }
        saved = loaded.get().position();
        LOG.infof("knows what was known up to %s", saved);
        return saved;
    }

    /** Whether there is something new, and it is time. */
    boolean isDue(StreamPosition position, long nowMillis) {
        return hasNews(position) && Math.abs(nowMillis - savedMillis) >= saveEveryMillis;
    }

    /** Whether the book holds more than was saved. What only time changes need not be saved. */
    boolean hasNews(StreamPosition position) {
        return position.isAfter(saved);
    }

    /** Saves what the book holds, which is everything up to {@code position}. */
    Future<Void> save(StreamPosition position, long nowMillis) {
        StateWriter state = new StateWriter();
        book.write(state);
        byte[] packed = StateStore.pack(state);
        return store.save(position, packed).compose(latest -> {
            saved = position;
            savedMillis = nowMillis;
            if (!latest) {
                LOG.debugf("another replica has saved a later state than %s", position);
                return Future.succeededFuture();
            }
            metrics.saved(packed.length);
            return outcomes.trim(position.millis() - TRIM_BEHIND_MILLIS);
        });
    }
}
