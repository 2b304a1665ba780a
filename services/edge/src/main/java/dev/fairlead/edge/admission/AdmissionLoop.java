package dev.fairlead.edge.admission;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.redis.RedisAwayException;
import dev.fairlead.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;

/** Admission on one event loop. */
final class AdmissionLoop {

    private static final Logger LOG = Logger.getLogger(AdmissionLoop.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int LEVEL_TRIES = 5;
    private static final long LEVEL_WAIT_MILLIS = 100;
    private static final long RECONNECT_WAIT_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long OUTAGE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int REPLAY_BATCH = 256;
    /**
     * What Redis had acknowledged may be gone when it comes back, if it died before it wrote it to disk; so the
     * settlements of this time before an outage are sent again. Redis' default is to write once a second.
     */
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** How long Redis must have been there for the next outage to be another one, with an allowance of its own. */
    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(60);

    private record Asked(ApiKey key, GenerationId generation, Money worstCase, long atNanos) {}

    private record Sent(Journal.Line line, long atNanos) {}

    private final Vertx vertx;
    private final RedisLink link;
    private final LevelReader levels;
    private final Journal journal;
    private final OfflineAllowance allowance;
    private final AtomicBoolean replaying;
    private final String leaseMillis;
    /** Open reservations by generation, with the time of their last renewal. */
    private final Map<GenerationId, Reservation> open = new HashMap<>();

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private boolean wasUp;
    private long upSinceNanos;

    AdmissionLoop(
            Vertx vertx,
            Redis redis,
            EdgeConfig.Admission config,
            Journal journal,
            OfflineAllowance allowance,
            AtomicBoolean replaying) {
        this.vertx = vertx;
        this.journal = journal;
        this.allowance = allowance;
        this.replaying = replaying;
        this.leaseMillis = Long.toString(config.lease().toMillis());
        this.link = RedisLink.open(vertx, redis, config.redisTimeout(), this::up);
        this.levels = new LevelReader(vertx, link);
        vertx.setPeriodic(Math.max(100, config.lease().toMillis() / 3), timer -> renew());
    }

    LevelReader levels() {
        return levels;
    }

    Future<Verdict> admit(ApiKey key, GenerationId generation, Money worstCase) {
        Asked asked = new Asked(key, generation, worstCase, System.nanoTime());
        if (link.attempted().isComplete()) {
            return admit(asked, LEVEL_TRIES);
        }
        return link.attempted().compose(done -> admit(asked, LEVEL_TRIES));
    }

    private Future<Verdict> admit(Asked asked, int tries) {
        ApiKey key = asked.key();
        String window = key.limitReset() == null ? "" : key.limitReset().windowAt(Instant.now());
        Request call = call(AdmissionFunctions.ADMIT, 3)
                .arg(RedisKeys.leases(Reservation.partition(key)))
                .arg(Reservation.organisationLevel(key))
                .arg(Reservation.keyLevel(key))
                .arg(asked.generation().value())
                .arg(Long.toString(asked.worstCase().nanos()))
                .arg(leaseMillis)
                .arg("")
                .arg(window);
        return link.send(call)
                .compose(answer -> verdict(answer, asked, tries))
                .recover(failure -> failure instanceof RedisAwayException
                        ? withoutRedis(asked, tries)
                        : inSpiteOf(failure, asked, tries));
    }

    /**
     * A broken connection is back in a moment, and then Redis decides: repeating an admission that had arrived does
     * nothing but renew it. Only a real outage is worth spending without asking, or a Redis that comes back again and
     * again and never answers in time.
     */
    private Future<Verdict> withoutRedis(Asked asked, int tries) {
        if (link.downNanos() > OUTAGE_NANOS || System.nanoTime() - asked.atNanos() > PATIENCE_NANOS) {
            return Future.succeededFuture(offline(asked));
        }
        return after(RECONNECT_WAIT_MILLIS).compose(done -> admit(asked, tries));
    }

    /** Redis answers, but cannot do it now: it is loading its data, out of memory, or without the functions. */
    private Future<Verdict> inSpiteOf(Throwable failure, Asked asked, int tries) {
        if (tries == 0) {
            LOG.warnf("admission is not possible: %s", failure.getMessage());
            return Future.succeededFuture(offline(asked));
        }
        return after(LEVEL_WAIT_MILLIS).compose(done -> admit(asked, tries - 1));
    }

    private Future<Void> after(long millis) {
        Promise<Void> waited = Promise.promise();
        vertx.setTimer(millis, timer -> waited.complete());
        return waited.future();
    }

    private Future<Verdict> verdict(Response answer, Asked asked, int tries) {
        int result = answer.get(0).toInteger();
        if (result == 1) {
            Reservation reservation = Reservation.inRedis(asked.generation(), asked.key(), asked.worstCase());
            open.put(asked.generation(), reservation);
            return Future.succeededFuture(new Verdict.Admitted(reservation));
        }
        // The levels are counted from 1, in the order in which they were given.
        Verdict.Level level = answer.get(1).toInteger() == 1 ? Verdict.Level.ORGANISATION : Verdict.Level.KEY;
        if (result == 0) {
            return Future.succeededFuture(
                    new Verdict.Exhausted(level, Money.ofNanos(answer.get(2).toLong())));
        }
        if (tries == 0) {
            return Future.succeededFuture(new Verdict.Unavailable(RETRY_AFTER));
        }
        // Redis has forgotten the level, or has never heard of it: billing publishes it when asked.
        String wanted =
                switch (level) {
                    case ORGANISATION -> Reservation.organisationLevel(asked.key());
                    case KEY -> Reservation.keyLevel(asked.key());
                };
        link.send(Request.cmd(Command.PUBLISH).arg(RedisKeys.LEVEL_WANTED).arg(wanted));
        return after(LEVEL_WAIT_MILLIS).compose(done -> admit(asked, tries - 1));
    }

    private Verdict offline(Asked asked) {
        return allowance.take(asked.key(), asked.worstCase())
                ? new Verdict.Admitted(Reservation.offline(asked.generation(), asked.key(), asked.worstCase()))
                : new Verdict.Unavailable(RETRY_AFTER);
    }

    void settle(Reservation reservation, UsageEvent event, String traceparent) {
        open.remove(reservation.generation());
        Journal.Line line = new Journal.Line(
                Reservation.partition(reservation.key()),
                toJson(event),
                traceparent,
                event.cost().total().nanos(),
                reservation.member());
        if (reservation.isOffline()) {
            allowance.giveBack(
                    reservation.key().organisation(),
                    reservation.amount().minus(event.cost().total()));
        }
        Request call = call(AdmissionFunctions.SETTLE, 4)
                .arg(RedisKeys.leases(line.partition()))
                .arg(RedisKeys.usageStream(line.partition()))
                .arg(Reservation.organisationLevel(reservation.key()))
                .arg(Reservation.keyLevel(reservation.key()))
                .arg(reservation.member())
                .arg(Long.toString(reservation.amount().nanos()))
                .arg(Long.toString(line.costNanos()))
                .arg(line.event())
                .arg(traceparent);
        long now = System.nanoTime();
        link.send(call)
                .onSuccess(answer -> {
                    sent.add(new Sent(line, now));
                    forgetOld(now);
                })
                .onFailure(failure -> keep(line, reservation.generation()));
    }

    private void keep(Journal.Line line, GenerationId generation) {
        try {
            journal.append(line);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "the settlement of %s (%d nano-dollars) is lost", generation, line.costNanos());
        }
    }

    void release(Reservation reservation) {
        open.remove(reservation.generation());
        if (reservation.isOffline()) {
            allowance.giveBack(reservation.key().organisation(), reservation.amount());
            return;
        }
        // If this fails the lease lapses, which releases it as well.
        link.send(call(AdmissionFunctions.RELEASE, 3)
                .arg(RedisKeys.leases(Reservation.partition(reservation.key())))
                .arg(Reservation.organisationLevel(reservation.key()))
                .arg(Reservation.keyLevel(reservation.key()))
                .arg(reservation.member())
                .arg(Long.toString(reservation.amount().nanos())));
    }

    private void renew() {
        long now = System.nanoTime();
        forgetOld(now);
        if (!link.isUp()) {
            return;
        }
        if (now - upSinceNanos > REFILL_NANOS) {
            allowance.reset();
        }
        if (journal.waiting() > 0) {
            replayJournal();
        }
        Map<Integer, List<String>> byPartition = new HashMap<>();
        for (Reservation reservation : open.values()) {
            byPartition
                    .computeIfAbsent(Reservation.partition(reservation.key()), p -> new ArrayList<>())
                    .add(reservation.member());
        }
        byPartition.forEach((partition, members) -> {
            Request call = call(AdmissionFunctions.RENEW, 1)
                    .arg(RedisKeys.leases(partition))
                    .arg(leaseMillis);
            members.forEach(call::arg);
            link.send(call);
        });
    }

    private void forgetOld(long now) {
        while (!sent.isEmpty() && now - sent.peek().atNanos() > REPEAT_NANOS) {
            sent.poll();
        }
    }

    private void up() {
        if (wasUp) {
            // Through the journal, so that there is one way of replaying and it survives our own death.
            sent.forEach(settled -> journal.append(settled.line()));
            sent.clear();
        }
        wasUp = true;
        upSinceNanos = System.nanoTime();
        replayJournal();
    }

    private void replayJournal() {
        if (!replaying.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(journal::drain).onComplete(drained -> {
            if (drained.failed() || drained.result().isEmpty()) {
                replaying.set(false);
                return;
            }
            replay(new ArrayDeque<>(drained.result()));
        });
    }

    private void replay(ArrayDeque<Journal.Segment> segments) {
        Journal.Segment segment = segments.poll();
        if (segment == null) {
            replaying.set(false);
            return;
        }
        replay(segment.lines(), 0).onComplete(result -> {
            if (result.succeeded()) {
                LOG.infof(
                        "%d settlements of the journal have arrived",
                        segment.lines().size());
                journal.done(segment);
                replay(segments);
            } else {
                // Redis is away again; its return starts the next replay.
                journal.release(segment);
                segments.forEach(journal::release);
                replaying.set(false);
            }
        });
    }

    private Future<Void> replay(List<Journal.Line> lines, int from) {
        if (from >= lines.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(lines.size(), from + REPLAY_BATCH);
        List<Future<Response>> batch = lines.subList(from, to).stream()
                .map(line -> link.send(settlement(line)))
                .toList();
        return Future.all(batch).compose(done -> replay(lines, to));
    }

    /** As it was meant the first time: what is set aside for it ends with it, if Redis still holds that. */
    private static Request settlement(Journal.Line line) {
        // generation|nanos|level|level, or nothing
        List<String> parts = List.of(line.reservation().split("\\|"));
        List<String> levels = parts.subList(Math.min(2, parts.size()), parts.size());
        Request call = call(AdmissionFunctions.SETTLE, 2 + levels.size())
                .arg(RedisKeys.leases(line.partition()))
                .arg(RedisKeys.usageStream(line.partition()));
        levels.forEach(call::arg);
        return call.arg(line.reservation())
                .arg(levels.isEmpty() ? "0" : parts.get(1))
                .arg(Long.toString(line.costNanos()))
                .arg(line.event())
                .arg(line.traceparent());
    }

    private static Request call(String function, int keys) {
        return Request.cmd(Command.FCALL).arg(function).arg(Integer.toString(keys));
    }

    private static String toJson(UsageEvent event) {
        try {
            return FairleadJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a usage event can always be written", e);
        }
    }
}
