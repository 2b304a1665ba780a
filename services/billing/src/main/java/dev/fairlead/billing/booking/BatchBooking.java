package dev.fairlead.billing.booking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.billing.admission.AdmissionCalls;
import dev.fairlead.billing.booking.Bookkeeper.Accounts;
import dev.fairlead.billing.booking.EventReader.UnbookableException;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.database.Deadline;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.usage.UsageEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

/**
 * Takes a batch of entries from the streams into the ledger: book, count in Redis what nobody has counted, only then
 * remove. Whatever happens in between, the entries are still there and may be booked again, which changes nothing.
 */
final class BatchBooking {

    private static final Logger LOG = Logger.getLogger(BatchBooking.class);

    private final Vertx vertx;
    private final UsageStreams streams;
    private final Bookkeeper bookkeeper;
    private final AdmissionCalls admission;
    private final BookingSpans spans;
    private final BookingMetrics metrics;
    private final Duration timeout;

    BatchBooking(
            Vertx vertx,
            UsageStreams streams,
            Bookkeeper bookkeeper,
            AdmissionCalls admission,
            BookingSpans spans,
            BookingMetrics metrics,
            Duration timeout) {
        this.vertx = vertx;
        this.streams = streams;
        this.bookkeeper = bookkeeper;
        this.admission = admission;
        this.spans = spans;
        this.metrics = metrics;
        this.timeout = timeout;
    }

    /** Books entries and removes them; fails, without having lost anything, if PostgreSQL or Redis is away. */
    Future<Void> book(List<UsageEntry> entries) {
        Instant begin = Instant.now();
        Map<UsageEntry, String> dead = new LinkedHashMap<>();
        Map<GenerationId, BookableEvent> events = read(entries, dead);
        Set<String> organisations = new HashSet<>();
        events.values()
                .forEach(event -> organisations.add(event.event().organisation().value()));
        Future<Set<GenerationId>> booked = bookkeeper.accounts(organisations).compose(accounts -> {
            layAsideUnknown(events, accounts, dead);
            return write(events.values(), accounts, dead);
        });
        return Deadline.within(vertx, timeout, booked)
                .compose(fresh -> count(events, fresh).map(fresh))
                .compose(fresh -> bury(dead)
                        .compose(buried -> streams.remove(entries))
                        .onSuccess(removed -> report(events, fresh, dead.size(), begin)));
    }

    private static Map<GenerationId, BookableEvent> read(List<UsageEntry> entries, Map<UsageEntry, String> dead) {
        Map<GenerationId, BookableEvent> events = new LinkedHashMap<>();
        for (UsageEntry entry : entries) {
            if (entry.event() == null) {
                continue;
            }
            try {
                BookableEvent event = EventReader.read(entry);
                // Of two of one generation, the one that was counted: then nobody counts the other.
                events.merge(
                        event.event().generation(),
                        event,
                        (one, other) -> one.entry().counted() ? one : other);
            } catch (UnbookableException e) {
                dead.put(entry, String.valueOf(e.getMessage()));
            }
        }
        return events;
    }

    private static void layAsideUnknown(
            Map<GenerationId, BookableEvent> events, Map<String, Accounts> accounts, Map<UsageEntry, String> dead) {
        events.values().removeIf(event -> {
            boolean unknown = !accounts.containsKey(event.event().organisation().value());
            if (unknown) {
                dead.put(event.entry(), "its organisation does not exist");
            }
            return unknown;
        });
    }

    /** All at once; one by one if the database refuses what one of them says. */
    private Future<Set<GenerationId>> write(
            Collection<BookableEvent> events, Map<String, Accounts> accounts, Map<UsageEntry, String> dead) {
        if (events.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return bookkeeper.book(events, accounts).recover(e -> {
            if (Database.isAway(e) || !isRefusal(e)) {
                return Future.failedFuture(e);
            }
            return writeEach(new ArrayList<>(events), 0, accounts, dead, new HashSet<>());
        });
    }

    private Future<Set<GenerationId>> writeEach(
            List<BookableEvent> events,
            int index,
            Map<String, Accounts> accounts,
            Map<UsageEntry, String> dead,
            Set<GenerationId> fresh) {
        if (index == events.size()) {
            return Future.succeededFuture(fresh);
        }
        BookableEvent event = events.get(index);
        return bookkeeper
                .book(List.of(event), accounts)
                .onSuccess(fresh::addAll)
                .recover(e -> {
                    if (Database.isAway(e) || !isRefusal(e)) {
                        return Future.failedFuture(e);
                    }
                    dead.put(event.entry(), "the database refuses it: " + sqlState(e));
                    return Future.succeededFuture(Set.of());
                })
                .compose(done -> writeEach(events, index + 1, accounts, dead, fresh));
    }

    /** Data exceptions (22) and violated constraints (23): they will be refused for ever. */
    private static boolean isRefusal(Throwable e) {
        String state = sqlState(e);
        return state.startsWith("22") || state.startsWith("23");
    }

    private static String sqlState(Throwable e) {
        return e instanceof PgException refused && refused.getSqlState() != null ? refused.getSqlState() : "";
    }

    private record Levels(String organisation, String key) {}

    /** What no settlement has counted is counted here: once, because only the first booking of it is fresh. */
    private Future<Void> count(Map<GenerationId, BookableEvent> events, Set<GenerationId> fresh) {
        Map<Levels, Money> uncounted = new HashMap<>();
        for (BookableEvent booked : events.values()) {
            UsageEvent event = booked.event();
            if (!booked.entry().counted() && fresh.contains(event.generation())) {
                Levels levels = new Levels(
                        RedisKeys.organisationLevel(event.organisation()),
                        RedisKeys.keyLevel(event.organisation(), event.key()));
                uncounted.merge(levels, event.cost().total(), Money::plus);
            }
        }
        List<Future<Boolean>> charges = new ArrayList<>();
        uncounted.forEach((levels, cost) -> {
            if (cost.isPositive()) {
                charges.add(admission.charge(List.of(levels.organisation(), levels.key()), cost));
            }
        });
        return Future.all(charges).mapEmpty();
    }

    private Future<Void> bury(Map<UsageEntry, String> dead) {
        List<Future<Void>> buried = new ArrayList<>();
        dead.forEach((entry, reason) -> buried.add(streams.bury(entry, reason)));
        return Future.all(buried)
                .onSuccess(done -> dead.forEach(BatchBooking::logDead))
                .mapEmpty();
    }

    private static void logDead(UsageEntry entry, String reason) {
        LOG.errorf(
                "usage event %s of partition %d cannot be booked: %s; it lies in the stream %s",
                entry.id(), entry.partition(), reason, UsageStreams.DEAD);
    }

    private void report(Map<GenerationId, BookableEvent> events, Set<GenerationId> fresh, int dead, Instant begin) {
        metrics.booked.increment(fresh.size());
        metrics.buried.increment(dead);
        List<BookableEvent> booked = events.values().stream()
                .filter(event -> fresh.contains(event.event().generation()))
                .toList();
        metrics.repeated.increment(Math.max(0, events.size() - booked.size() - dead));
        spans.booked(booked, begin);
    }
}
