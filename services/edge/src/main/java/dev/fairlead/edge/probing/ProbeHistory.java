package dev.fairlead.edge.probing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import dev.fairlead.contracts.routing.OutcomeKind;
import org.jspecify.annotations.Nullable;

/** What this edge has probed within the last hour. Thread-safe. */
final class ProbeHistory {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * The last probe of an endpoint.
     *
     * @param kind how it ended; null while it is under way
     */
    private record Last(Instant at, @Nullable OutcomeKind kind) {}

    private final Map<String, Last> byEndpoint = new HashMap<>();
    private final Deque<Instant> lastMinute = new ArrayDeque<>();

    synchronized void begun(String endpoint, Instant now) {
        byEndpoint.values().removeIf(last -> last.kind() != null && isOver(last, now, REMEMBERED));
        byEndpoint.put(endpoint, new Last(now, null));
        lastMinute.addLast(now);
    }

    synchronized void ended(String endpoint, Instant now, OutcomeKind kind) {
        byEndpoint.put(endpoint, new Last(now, kind));
    }

    /** How many more may begin within this minute. */
    synchronized int room(int maxPerMinute, Instant now) {
        while (!lastMinute.isEmpty() && !lastMinute.getFirst().plus(MINUTE).isAfter(now)) {
            lastMinute.removeFirst();
        }
        return Math.max(0, maxPerMinute - lastMinute.size());
    }

    /** Whether an endpoint may be probed: no probe is under way there, and it has not refused one within the hour. */
    synchronized boolean allows(String endpoint, Instant now) {
        Last last = byEndpoint.get(endpoint);
        return last == null
                || (last.kind() != null
                        && (last.kind() != OutcomeKind.REQUEST_REJECTED || isOver(last, now, REMEMBERED)));
    }

    /** Whether the last probe is at least so long ago. */
    synchronized boolean isOver(String endpoint, Instant now, Duration time) {
        Last last = byEndpoint.get(endpoint);
        return last == null || isOver(last, now, time);
    }

    private static boolean isOver(Last last, Instant now, Duration time) {
        return !last.at().plus(time).isAfter(now);
    }
}
