package dev.fairlead.router.publication;

import java.time.Duration;
import java.util.List;

import dev.fairlead.contracts.routing.EndpointHealth;

/**
 * Decides when a routing table is due: at once when a breaker changed, though not more often than every so often; when
 * only figures changed, once in a while. Also numbers the tables. Not thread-safe.
 */
final class PublicationPace {

    private final long atMostEveryMillis;
    private final long figuresEveryMillis;

    private List<EndpointHealth> published = List.of();
    private long publishedMillis;
    private long version;
    private boolean breakerChanged;
    private boolean lost;

    PublicationPace(Duration atMostEvery, Duration figuresEvery) {
        this.atMostEveryMillis = atMostEvery.toMillis();
        this.figuresEveryMillis = figuresEvery.toMillis();
        this.lost = true;
    }

    void breakerChanged() {
        breakerChanged = true;
    }

    /**
     * What Redis has now.
     *
     * @param versionInRedis 0 if it has none
     */
    void seen(long versionInRedis) {
        lost = lost || versionInRedis != version;
        version = Math.max(version, versionInRedis);
    }

    /** Whether it is worth asking what the table would look like now. */
    boolean mayBeDue(long nowMillis) {
        long sinceMillis = nowMillis - publishedMillis;
        return sinceMillis < 0
                || sinceMillis >= figuresEveryMillis
                || ((breakerChanged || lost) && sinceMillis >= atMostEveryMillis);
    }

    /** Whether this is to be published, given that {@link #mayBeDue}. */
    boolean isDue(List<EndpointHealth> health) {
        return lost || breakerChanged || !health.equals(published);
    }

    /** The version of a table that is published now: never one that was there before. */
    long nextVersion(long nowMillis) {
        version = Math.max(version + 1, nowMillis);
        return version;
    }

    void published(List<EndpointHealth> health, long nowMillis) {
        published = health;
        publishedMillis = nowMillis;
        breakerChanged = false;
        lost = false;
    }
}
